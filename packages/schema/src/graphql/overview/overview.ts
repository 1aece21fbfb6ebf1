import type { AlertView, OverviewView } from '../../contract/operation-views.ts';
import { ProjectBudgetRef } from '../budget/project-budget.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../values-of.ts';

const AlertSeverity = builder.enumType('AlertSeverity', {
  values: valuesOf(['info', 'warning', 'critical']),
});

const AlertRef = builder.objectRef<AlertView>('Alert').implement({
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'Alert', id }) }),
    kind: t.exposeString('kind'),
    severity: t.expose('severity', { type: AlertSeverity }),
    title: t.exposeString('title'),
    payload: t.expose('payload', { type: 'JSON' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const RevenueTileRef = builder.objectRef<OverviewView['revenue30d']>('OverviewRevenue').implement({
  fields: (t) => ({
    purchases: t.exposeInt('purchases'),
    totalUsd: t.expose('totalMicroUsd', { type: 'Usd' }),
  }),
});

const LedgerFoundRef = builder
  .objectRef<OverviewView['ledger']['found'][number]>('LedgerFound')
  .implement({
    fields: (t) => ({
      accountId: t.exposeString('accountId'),
      what: t.exposeString('what'),
    }),
  });

const LedgerStateRef = builder.objectRef<OverviewView['ledger']>('LedgerState').implement({
  description: 'What the ledger checker found last; nulls before its first run.',
  fields: (t) => ({
    checkedAt: t.expose('checkedAt', { type: 'DateTime', nullable: true }),
    balanced: t.exposeBoolean('balanced', { nullable: true }),
    found: t.field({
      type: [LedgerFoundRef],
      description: 'The first twenty places where it does not say what its transfers say.',
      resolve: ({ found }) => [...found],
    }),
  }),
});

const AuditChainStateRef = builder
  .objectRef<OverviewView['auditChain']>('AuditChainState')
  .implement({
    description: 'What the check of the audit chain found last; nulls before its first run.',
    fields: (t) => ({
      checkedAt: t.expose('checkedAt', { type: 'DateTime', nullable: true }),
      whole: t.exposeBoolean('whole', { nullable: true }),
      sealed: t.exposeInt('sealed', { description: 'Entries in the chain.' }),
      brokenAtSeq: t.expose('brokenAtSeq', {
        type: 'BigInt',
        nullable: true,
        description: 'The first place that is not what the entries make of it.',
      }),
    }),
  });

const ClockStateRef = builder.objectRef<OverviewView['clock']>('ClockState').implement({
  fields: (t) => ({
    offsetMs: t.expose('offsetMs', { type: 'BigInt' }),
    frozen: t.exposeBoolean('frozen'),
  }),
});

const SeedingRef = builder.objectRef<NonNullable<OverviewView['seeding']>>('Seeding').implement({
  fields: (t) => ({ done: t.exposeInt('done'), total: t.exposeInt('total') }),
});

const StoryRef = builder.objectRef<NonNullable<OverviewView['story']>>('Story').implement({
  description: 'The story of the tour: a denied user to find and help.',
  fields: (t) => ({
    userId: t.exposeString('userId'),
    turnId: t.exposeString('turnId'),
    sentence: t.exposeString('sentence'),
  }),
});

const SubscriptionCountsRef = builder
  .objectRef<OverviewView['subscriptions']>('SubscriptionCounts')
  .implement({
    description: 'Subscriptions by status.',
    fields: (t) => ({ active: t.exposeInt('active'), pastDue: t.exposeInt('pastDue') }),
  });

const OverviewRef = builder.objectRef<OverviewView>('Overview').implement({
  description: 'What an operator wants to know first.',
  fields: (t) => ({
    now: t.expose('now', { type: 'DateTime' }),
    clock: t.expose('clock', { type: ClockStateRef }),
    projectBudget: t.expose('project', { type: ProjectBudgetRef }),
    turnsToday: t.exposeInt('turnsToday'),
    deniedToday: t.exposeInt('deniedToday'),
    activeUsersToday: t.exposeInt('activeUsersToday'),
    liveTurns: t.exposeInt('liveTurns'),
    revenue30d: t.expose('revenue30d', { type: RevenueTileRef }),
    expiringGrants7d: t.exposeInt('expiringGrants7d'),
    expiringLots7d: t.exposeInt('expiringLots7d'),
    subscriptions: t.expose('subscriptions', { type: SubscriptionCountsRef }),
    fallbackPlans: t.stringList({
      description: 'Plans in use that have no active policy.',
      resolve: ({ fallbackPlans }) => [...fallbackPlans],
    }),
    alerts: t.expose('alerts', { type: [AlertRef] }),
    ledger: t.expose('ledger', { type: LedgerStateRef }),
    auditChain: t.expose('auditChain', { type: AuditChainStateRef }),
    seeding: t.expose('seeding', { type: SeedingRef, nullable: true }),
    story: t.expose('story', { type: StoryRef, nullable: true }),
  }),
});

builder.queryField('overview', (t) =>
  t.field({
    type: OverviewRef,
    authScopes: { permission: 'project:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.overview(ctx, {}),
  }),
);

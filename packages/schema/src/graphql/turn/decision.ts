import { maxBigint } from '@purser/domain/money/divide';
import type { FundingCapacity } from '@purser/domain/turn/fund-admission';
import type { DecisionLimitView, DecisionView } from '../../contract/turn-views.ts';
import { builder } from '../builder.ts';
import { LimitFieldEnum } from '../quota/limits.ts';
import { valuesOf } from '../values-of.ts';

const MoneySource = builder.enumType('MoneySource', {
  description: 'Who pays for turns: an open subscription period, the project, a wallet.',
  values: valuesOf(['period', 'project', 'wallet']),
});

const DecisionLimitRef = builder.objectRef<DecisionLimitView>('DecisionLimit').implement({
  description: 'A finite limit as an admission saw it, the turn’s own hold not counted.',
  fields: (t) => ({
    limit: t.expose('limit', { type: LimitFieldEnum }),
    scope: t.exposeString('scope', { description: '`*`, or a bundle.' }),
    allowed: t.expose('allowed', { type: 'BigInt' }),
    used: t.expose('used', { type: 'BigInt' }),
    held: t.expose('held', { type: 'BigInt' }),
    remaining: t.field({
      type: 'BigInt',
      description: 'What it left for the turn, never below zero.',
      resolve: ({ allowed, used, held }) => maxBigint(allowed - used - held, 0n),
    }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime', nullable: true }),
  }),
});

const MoneyHoldRef = builder.objectRef<DecisionView['money'][number]>('MoneyHold').implement({
  description: 'What an admission held at one money source.',
  fields: (t) => ({
    source: t.expose('source', { type: MoneySource }),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd' }),
  }),
});

export const TurnDecisionRef = builder.objectRef<DecisionView>('TurnDecision').implement({
  description: 'What the admission of a turn was decided by, and what it held.',
  fields: (t) => ({
    usedReplenishment: t.exposeBoolean('usedReplenishment', {
      description: 'Whether grants raised the limits it was decided by.',
    }),
    grantIds: t.stringList({ resolve: ({ grantIds }) => [...grantIds] }),
    money: t.expose('money', { type: [MoneyHoldRef] }),
    limits: t.expose('limits', { type: [DecisionLimitRef] }),
  }),
});

/** What a money source could have held when a turn was denied. */
export const FundingCapacityRef = builder.objectRef<FundingCapacity>('FundingCapacity').implement({
  description:
    'A money source that a denied admission looked at, whether or not it was short of money.',
  fields: (t) => ({
    source: t.expose('source', { type: MoneySource }),
    availableUsd: t.expose('availableMicroUsd', {
      type: 'Usd',
      nullable: true,
      description: 'What it could have held, overdraft included; null = unlimited.',
    }),
    neededUsd: t.expose('neededMicroUsd', {
      type: 'Usd',
      description: 'What the turn would have held there.',
    }),
  }),
});

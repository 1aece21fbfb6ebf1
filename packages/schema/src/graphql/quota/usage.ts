import type { BreakdownView, RemainingView } from '@purser/domain/breakdown/breakdown';
import { builder } from '../builder.ts';
import { LimitsRef } from './limits.ts';

const count = { type: 'BigInt' } as const;
const usd = { type: 'Usd' } as const;
const instant = { type: 'DateTime', nullable: true } as const;

export const UsageRef = builder.objectRef<BreakdownView['usage'][number]>('Usage').implement({
  description: 'What one scope has counted in the windows of the policy that rules it.',
  fields: (t) => ({
    scope: t.exposeString('scope'),
    requestsToday: t.expose('requestsToday', count),
    requestsThisMonth: t.expose('requestsThisMonth', count),
    requestsTotal: t.expose('requestsTotal', count),
    tokensThisHour: t.expose('tokensThisHour', count),
    tokensToday: t.expose('tokensToday', count),
    tokensThisMonth: t.expose('tokensThisMonth', count),
    tokensHeld: t.expose('tokensHeld', count),
    requestsHeld: t.expose('requestsHeld', count),
    concurrent: t.expose('concurrent', count),
    tokensTodayUsd: t.expose('tokensTodayMicroUsd', usd),
    tokensThisMonthUsd: t.expose('tokensThisMonthMicroUsd', usd),
  }),
});

export const ResetWindowsRef = builder
  .objectRef<BreakdownView['resetWindows'][number]>('ResetWindows')
  .implement({
    description: 'When the windows of a scope return.',
    fields: (t) => ({
      scope: t.exposeString('scope'),
      hourResetAt: t.expose('hourResetAt', instant),
      dayResetAt: t.expose('dayResetAt', instant),
      monthResetAt: t.expose('monthResetAt', instant),
    }),
  });

export const RemainingRef = builder.objectRef<RemainingView>('Remaining').implement({
  description: 'What is left under every policy that applies. Null = unlimited.',
  fields: (t) => ({
    limits: t.expose('limits', { type: LimitsRef }),
    tokensTodayUsd: t.expose('tokensTodayMicroUsd', { ...usd, nullable: true }),
    tokensThisMonthUsd: t.expose('tokensThisMonthMicroUsd', { ...usd, nullable: true }),
    percentageUsed: t.exposeFloat('percentageUsed', {
      nullable: true,
      description: 'Of the fullest limit; null when all are unlimited.',
    }),
  }),
});

import type * as turns from '@purser/schema/contract/turn';
import type { UseCases } from '@purser/schema/graphql/use-cases';

const at = new Date('2026-11-22T12:15:00.000Z');

/** A decision as the use case would answer it. */
export function admitted(parts: Partial<turns.AdmitAnswer> = {}): turns.AdmitAnswer {
  return {
    decision: 'admitted',
    decisionId: '0194-d',
    turnId: 'turn-1',
    userId: 'user-1',
    planId: 'free',
    planSource: 'default',
    usedReplenishment: false,
    grantIds: [],
    expiresAt: at,
    holds: {
      requests: 1,
      tokens: 2000n,
      money: [{ source: 'project', amountMicroUsd: 34_500n }],
      slot: 'turn-1',
    },
    limits: [
      {
        limit: 'requests_per_day',
        scope: '*',
        allowed: 100n,
        used: 41n,
        held: 1n,
        remaining: 58n,
        resetsAt: at,
      },
    ],
    denials: [],
    retryAfterSeconds: null,
    ...parts,
  };
}

export const denied: turns.AdmitAnswer = admitted({
  decision: 'denied',
  expiresAt: null,
  holds: null,
  denials: [
    {
      reason: 'rate_limited',
      limit: 'requests_per_day',
      scope: '*',
      allowed: 100n,
      used: 100n,
      held: 0n,
      retryAfterSeconds: 899.2,
      wouldPassIf: 'the UTC day ends, or the limit is raised',
    },
  ],
  retryAfterSeconds: 899.2,
});

export const settled: turns.SettleAnswer = {
  turnId: 'turn-1',
  state: 'settled',
  costMicroUsd: 12_345n,
  tokensCharged: 823n,
  paidBy: [{ source: 'project', amountMicroUsd: 12_345n, tokens: 823n }],
  absorbed: [],
  transferIds: ['t-1'],
  settledAt: at,
  flags: [],
};

type Turn = UseCases['turn'];

/** Turn use cases that remember what they were asked and answer what the test says. */
export function stubTurns(answers: Partial<Turn> = {}): { turn: Turn; asked: unknown[] } {
  const asked: unknown[] = [];
  const ok =
    <Input, Value>(value: Value) =>
    async (_ctx: unknown, input: Input) => {
      asked.push(input);
      return { ok: true as const, value };
    };
  const turn: Turn = {
    admit: ok(admitted()),
    check: ok(admitted({ moneyAsOf: at })),
    heartbeat: ok({ turnId: 'turn-1', expiresAt: at }),
    settle: ok(settled),
    release: ok({ turnId: 'turn-1', state: 'released' as const }),
    batch: async (_ctx, input) => {
      asked.push(input);
      return { items: input.operations.map(() => ({ ok: true, value: admitted() })) };
    },
    lineage: async () => ({ turn: null, transfers: [], denials: [] }),
    list: async () => ({ items: [], nextCursor: null }),
    denials: async () => ({ items: [], nextCursor: null }),
    ...answers,
  };
  return { turn, asked };
}

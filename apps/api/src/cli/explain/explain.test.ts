import type { DenialView, TurnView } from '@purser/schema/contract/turn-views';
import { expect, it } from 'vitest';
import { explainTurn } from './explain-turn.ts';

const at = new Date('2026-03-04T12:00:00Z');

const turn: TurnView = {
  decisionId: '019cb8b8-1e00-7000-8000-000000000001',
  turnId: 'turn-1',
  userId: 'quiet-otter',
  bundleId: 'research',
  class: 'interactive',
  state: 'settled',
  planId: 'free',
  planSource: 'default',
  estimateTokens: 5_000n,
  heldTokens: 4_000n,
  providers: ['anthropic'],
  decision: {
    usedReplenishment: false,
    grantIds: [],
    money: [],
    limits: [
      {
        limit: 'requestsPerDay',
        scope: '*',
        allowed: 100n,
        used: 12n,
        held: 1n,
        resetsAt: null,
      },
      {
        limit: 'tokensPerHour',
        scope: 'research',
        allowed: 50_000n,
        used: 46_000n,
        held: 0n,
        resetsAt: null,
      },
    ],
  },
  admittedAt: at,
  expiresAt: at,
  closedAt: at,
  outcome: 'ok',
  costMicroUsd: 45_000n,
  tokensCharged: 3_000n,
  usage: null,
  result: null,
};

const transfer = {
  id: 't',
  phase: 'settle' as const,
  kind: 'turn',
  debit: { id: 'a', kind: 'project', reference: '' },
  credit: { id: 'b', kind: 'spend', reference: 'anthropic' },
  amountMicroUsd: 45_000n,
  holdId: null,
  effectiveAt: at,
  recordedAt: at,
  actor: 'key:1',
  reason: 'turn',
  idempotencyKey: 'k',
  turnId: 'turn-1',
  externalId: null,
};

it('explains a settled turn in its arithmetic: plan, tokens, limits, cost, who paid', () => {
  const transfers = [transfer, { ...transfer, phase: 'hold' as const }];
  expect(explainTurn({ turn, transfers, denials: [] })).toEqual([
    'Turn turn-1 of quiet-otter in research: settled.',
    '  plan      free (default)',
    '  asked     5,000 tokens; 4,000 of them held against the plan',
    '  limit     requests per day: 12 used + 1 held of 100',
    '  limit     tokens per hour in research: 46,000 used + 0 held of 50,000',
    '  cost      $0.045, 3,000 tokens charged, 2026-03-04T12:00:00.000Z',
    '  paid      $0.045 from project to spend anthropic',
  ]);
});

it('explains a denial in words and dollars, with what would make it pass', () => {
  const denial: DenialView = {
    id: 'd',
    userId: 'quiet-otter',
    turnId: 'turn-2',
    bundleId: null,
    planId: 'free',
    funding: [],
    reasons: ['rate_limited'],
    denials: [
      {
        reason: 'rate_limited',
        limit: 'tokens_per_hour',
        scope: '*',
        allowed: '133333',
        used: '708',
        held: '0',
        wouldPassIf: 'the estimate is at most 132,625 tokens',
      },
      {
        reason: 'provider_budget_exceeded',
        provider: 'anthropic',
        window: 'hour',
        scope: 'research',
        allowed: '100000',
        used: '120000',
        held: '1',
        wouldPassIf: 'the anthropic budget is higher',
      },
      { reason: 'suspended', wouldPassIf: 'an operator resumes the user' },
    ],
    deniedAt: at,
  };
  expect(explainTurn({ turn: null, transfers: [], denials: [denial] })).toEqual([
    'Turn turn-2 of quiet-otter: denied at 2026-03-04T12:00:00.000Z on plan free.',
    '  rate limited, tokens per hour: 708 used + 0 held of 133,333 – would pass if the estimate is at most 132,625 tokens',
    '  provider budget exceeded, anthropic per hour in research: $0.12 used + $0.000001 held of $0.10 – would pass if the anthropic budget is higher',
    '  suspended – would pass if an operator resumes the user',
  ]);
});

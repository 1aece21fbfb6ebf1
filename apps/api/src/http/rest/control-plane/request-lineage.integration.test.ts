import { requestLineageAnswer } from '@purser/schema/contract/rest/economics-contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../../testing/control-plane-world.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
});

afterAll(() => world.close());

async function lineageOf(query: string) {
  const response = await world.send('GET', `/economics/request-lineage?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return requestLineageAnswer.parse(response.json());
}

test('a settled turn shows what each payer held, paid and got back, to the micro-dollar', async () => {
  const { useCases, ctx } = world;
  await world.send('POST', '/app-budget/topup', { usd_amount: '0.115' });
  await world.send('POST', '/tier-balance/add-lifetime-credits', { user_id: 'ada', usd_amount: 1 });
  const turnId = 'turn-1';
  const admitted = await useCases.turn.admit(ctx, {
    turnId,
    userId: 'ada',
    estimateTokens: 10_000n,
    providers: ['anthropic'],
  });
  expect(admitted).toMatchObject({ ok: true, value: { decision: 'admitted' } });
  const settled = await useCases.turn.settle(ctx, { turnId, costMicroUsd: 150_000n });
  const lineage = await lineageOf(`request_id=${turnId}&user_id=ada`);
  expect(settled).toMatchObject({
    ok: true,
    value: {
      paidBy: [
        { source: 'project', amountMicroUsd: 115_000n },
        { source: 'wallet', amountMicroUsd: 35_000n },
      ],
    },
  });
  const at = '2026-11-22T12:00:00.000Z';
  const [projectHold] = lineage.project.reservations;
  const [walletHold] = lineage.wallet.reservations;
  const lot = walletHold?.debit;
  expect(lot).toMatch(/^wallet:/);
  const moved = { kind: 'turn', id: expect.any(String), created_at: at };
  const held = {
    ...moved,
    phase: 'hold',
    credit: 'spend:unsettled',
    reservation_id: null,
    reason: 'admit',
  };
  const ended = { ...moved, reason: 'settle' };
  expect(lineage).toEqual({
    status: 'ok',
    request_id: turnId,
    decision: {
      decision: 'admitted',
      decision_id: expect.any(String),
      plan_id: 'free',
      plan_source: 'default',
      used_replenishment: false,
      grant_ids: [],
      // 6,666 tokens are what the project can hold with the safety factor; the wallet holds the rest.
      money: [
        { source: 'project', amount_usd: 0.114989 },
        { source: 'wallet', amount_usd: 0.05001 },
      ],
      limits: expect.arrayContaining([
        {
          limit: 'tokens_per_day',
          scope: '*',
          allowed: 333_333,
          used: 0,
          held: 0,
          remaining: 333_333,
          resets_at: '2026-11-23T00:00:00.000Z',
        },
      ]),
    },
    project: {
      reservations: [{ ...held, amount_usd: 0.114989, debit: 'project' }],
      ledger: [
        {
          ...ended,
          phase: 'settle',
          amount_usd: 0.115,
          debit: 'project',
          credit: 'spend:anthropic',
          reservation_id: projectHold?.id,
        },
      ],
    },
    subscription: { reservations: [], ledger: [] },
    wallet: {
      reservations: [{ ...held, amount_usd: 0.05001, debit: lot }],
      ledger: [
        {
          ...ended,
          phase: 'settle',
          amount_usd: 0.035,
          debit: lot,
          credit: 'spend:anthropic',
          reservation_id: walletHold?.id,
        },
        {
          ...ended,
          phase: 'void',
          amount_usd: 0.01501,
          debit: lot,
          credit: 'spend:unsettled',
          reservation_id: walletHold?.id,
        },
      ],
    },
  });
  const ofAnother = await lineageOf(`request_id=${turnId}&user_id=bob`);
  expect(ofAnother).toMatchObject({ decision: null, project: { reservations: [], ledger: [] } });
});

test('a turn that was only denied shows why, in the guides’ words', async () => {
  await world.send('POST', '/policies/quota', { plan_id: 'free', requests_per_day: 0 });
  const { useCases, ctx } = world;
  const denied = await useCases.turn.admit(ctx, { turnId: 'turn-2', userId: 'eve' });
  expect(denied).toMatchObject({ ok: true, value: { decision: 'denied' } });
  await vi.waitUntil(async () => (await lineageOf('request_id=turn-2')).decision !== null, {
    timeout: 20_000,
  });
  const { decision, project, wallet } = await lineageOf('request_id=turn-2');
  expect(decision).toMatchObject({
    decision: 'denied',
    plan_id: 'free',
    reasons: expect.arrayContaining(['rate_limited']),
    denials: expect.arrayContaining([
      expect.objectContaining({
        reason: 'rate_limited',
        limit: 'requests_per_day',
        scope: '*',
        allowed: 0,
        used: 0,
        held: 0,
        would_pass_if: expect.any(String),
      }),
    ]),
  });
  expect([project, wallet]).toEqual([
    { reservations: [], ledger: [] },
    { reservations: [], ledger: [] },
  ]);
});

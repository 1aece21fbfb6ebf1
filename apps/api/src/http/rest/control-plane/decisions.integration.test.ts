import type { AdmitAnswer } from '@purser/schema/contract/turn';
import { createGraphQLContext } from '@purser/schema/graphql/context';
import { schema } from '@purser/schema/graphql/schema';
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { worldNow } from '../../../testing/admin-world.ts';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../../testing/control-plane-world.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
});

afterAll(() => world.close());

async function admit(turnId: string, userId: string, estimateTokens: bigint): Promise<AdmitAnswer> {
  const answer = await world.useCases.turn.admit(world.ctx, { turnId, userId, estimateTokens });
  if (!answer.ok) throw new Error(JSON.stringify(answer.rejection));
  return answer.value;
}

async function credit(userId: string, amountMicroUsd: bigint, expiresInDays: number) {
  const input = { userId, amountMicroUsd, source: 'operator' as const, expiresInDays };
  await world.useCases.wallet.addCredits(world.ctx, input, {});
}

const get = async (path: string) => (await world.send('GET', path)).json();

describe('A denial', () => {
  it('is kept under its decision id with every reason, the money there was, and when to ask again', async () => {
    const { send, useCases, ctx } = world;
    await send('POST', '/policies/quota', { plan_id: 'free', requests_per_day: 0 });
    await credit('broke', 10_000n, 30);
    const denied = await admit('refused', 'broke', 2_000n);
    expect(denied.denials.map(({ reason }) => reason)).toEqual([
      'rate_limited',
      'wallet_insufficient',
      'project_budget_exhausted',
    ]);
    const lineage = () => useCases.turn.lineage(ctx, { turnId: 'refused' });
    await vi.waitUntil(async () => (await lineage()).denials.length === 1, { timeout: 20_000 });
    const { decision } = await get('/economics/request-lineage?request_id=refused');
    expect(decision).toMatchObject({
      decision: 'denied',
      decision_id: denied.decisionId,
      denials: [
        { reason: 'rate_limited', limit: 'requests_per_day', allowed: 0, used: 0, held: 0 },
        { reason: 'wallet_insufficient', available_usd: '0.01', needed_usd: '0.03' },
        { reason: 'project_budget_exhausted', available_usd: '0.00', needed_usd: '0.0345' },
      ],
    });
    const breakdown = await get('/users/broke/budget-breakdown');
    expect(breakdown.recent_denials).toEqual([
      {
        at: expect.any(String),
        turn_id: 'refused',
        bundle_id: null,
        denials: decision.denials,
        funding: decision.funding,
      },
    ]);
  });

  it('is kept with what every money source could have held, also when money was not the reason', async () => {
    const { send, useCases, ctx } = world;
    await send('POST', '/policies/quota', { plan_id: 'free', requests_per_day: 0 });
    await send('POST', '/app-budget/topup', { usd_amount: 100 });
    await credit('rich', 5_000_000n, 30);
    const denied = await admit('too-many', 'rich', 2_000n);
    expect(denied.denials.map(({ reason }) => reason)).toEqual(['rate_limited']);
    await vi.waitUntil(
      async () => (await useCases.turn.lineage(ctx, { turnId: 'too-many' })).denials.length === 1,
      { timeout: 20_000 },
    );
    const kept = [
      { source: 'project', available_usd: expect.any(String), needed_usd: '0.0345' },
      { source: 'wallet', available_usd: '5.00', needed_usd: '0.00' },
    ];
    const { decision } = await get('/economics/request-lineage?request_id=too-many');
    expect(decision.funding).toEqual(kept);
    expect(Number(decision.funding[0].available_usd)).toBeGreaterThanOrEqual(100);
    const [denial] = (await world.read('/api/v1/turns/too-many')).json().denials;
    expect(denial.funding).toEqual(kept);
  });

  it('by a window says in how many seconds it could pass', async () => {
    await world.send('POST', '/policies/quota', { plan_id: 'free', requests_per_day: 1 });
    await world.send('POST', '/app-budget/topup', { usd_amount: 100 });
    await admit('first', 'eager', 2_000n);
    await admit('second', 'eager', 2_000n);
    const lineage = () => world.useCases.turn.lineage(world.ctx, { turnId: 'second' });
    await vi.waitUntil(async () => (await lineage()).denials.length === 1, { timeout: 20_000 });
    const { decision } = await get('/economics/request-lineage?request_id=second');
    expect(decision.denials).toMatchObject([{ reason: 'rate_limited', retry_after_s: 43_200 }]);
  });
});

describe('A turn', () => {
  it('shows in its lineage who paid, in the words of its settlement', async () => {
    await world.send('POST', '/policies/quota', { plan_id: 'free', requests_per_day: 3 });
    await world.send('POST', '/app-budget/topup', { usd_amount: 100 });
    await admit('paid', 'payer', 2_000n);
    const costMicroUsd = 12_345n;
    const settled = await world.useCases.turn.settle(world.ctx, { turnId: 'paid', costMicroUsd });
    const { turn } = (await world.read('/api/v1/turns/paid')).json();
    expect(turn.result).toEqual({
      paid_by: [{ source: 'project', amount_usd: '0.012345', tokens: 823 }],
      absorbed: [],
      transfer_ids: settled.ok ? settled.value.transferIds : [],
      flags: [],
    });
  });

  it('shows its decision in public words over REST and GraphQL, not as it is stored', async () => {
    await world.send('POST', '/policies/quota', { plan_id: 'free', requests_per_day: 3 });
    await world.send('POST', '/app-budget/topup', { usd_amount: 100 });
    await admit('shown', 'viewer', 2_000n);
    const { turn } = (await world.read('/api/v1/turns/shown')).json();
    expect(turn.decision).toEqual({
      decision: 'admitted',
      used_replenishment: false,
      grant_ids: [],
      money: [{ source: 'project', amount_usd: '0.0345' }],
      limits: expect.arrayContaining([
        {
          limit: 'requests_per_day',
          scope: '*',
          allowed: 3,
          used: 0,
          held: 0,
          remaining: 3,
          resets_at: '2026-11-23T00:00:00.000Z',
        },
      ]),
    });
    const { ctx, useCases, db } = world;
    const answer = await graphql({
      schema,
      source: `{ turn(turnId: "shown") { turn { decision {
        usedReplenishment grantIds money { source amountUsd } limits { limit scope remaining }
      } } } }`,
      contextValue: createGraphQLContext({ ctx, useCases, prisma: db }),
    });
    expect(answer).toMatchObject({
      data: {
        turn: {
          turn: {
            decision: {
              usedReplenishment: false,
              money: [{ source: 'PROJECT', amountUsd: '0.0345' }],
              limits: expect.arrayContaining([
                { limit: 'REQUESTS_PER_DAY', scope: '*', remaining: '3' },
              ]),
            },
          },
        },
      },
    });
  });
});

describe('An admission', () => {
  it('is kept with its decision id, its limits and its grants', async () => {
    const admitted = await admit('allowed', 'ada', 2_000n);
    const { decision } = await get('/economics/request-lineage?request_id=allowed');
    expect(decision).toMatchObject({
      decision: 'admitted',
      decision_id: admitted.decisionId,
      plan_id: 'free',
      limits: expect.arrayContaining([expect.objectContaining({ limit: 'requests_per_day' })]),
    });
  });
});

describe('A wallet', () => {
  it('says what each turn took from which lot, and what expired went to breakage', async () => {
    const { useCases, ctx, send } = world;
    await send('POST', '/policies/quota', {
      plan_id: 'free',
      requests_per_day: 9,
      tokens_per_day: 0,
      tokens_per_hour: 0,
    });
    await credit('saver', 10_000n, 1);
    await credit('saver', 50_000n, 20);
    const { lots } = await useCases.wallet.get(ctx, { userId: 'saver' });
    const [soon, later] = lots.map(({ id }) => id);
    expect((await admit('both', 'saver', 2_000n)).decision).toBe('admitted');
    await useCases.turn.settle(ctx, { turnId: 'both', costMicroUsd: 25_000n });
    const took = async () =>
      (await useCases.wallet.transfers(ctx, { userId: 'saver', limit: 50 })).items
        .filter(({ phase, turnId }) => phase === 'settle' && turnId === 'both')
        .map(({ debit, amountMicroUsd }) => [debit.reference, amountMicroUsd])
        .toSorted();
    expect(await took()).toEqual(
      [
        [soon, 10_000n],
        [later, 15_000n],
      ].toSorted(),
    );

    await world.setNow(new Date(worldNow.getTime() + 30 * 86_400_000));
    expect(await useCases.wallet.get(ctx, { userId: 'saver' })).toMatchObject({
      purchasedMicroUsd: 60_000n,
      spentMicroUsd: 25_000n,
      expiredMicroUsd: 35_000n,
      availableMicroUsd: 0n,
    });
  });
});

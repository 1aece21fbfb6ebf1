import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld, worldNow } from '../../testing/admin-world.ts';

let world: AdminWorld;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const range = {
  from: new Date(worldNow.getTime() - 3 * dayMs),
  to: new Date(worldNow.getTime() + dayMs),
};

/** Two days of work: with and without a bundle, by two providers, some of it beyond what anybody can pay. */
beforeAll(async () => {
  world = await openAdminWorld();
  const { useCases, ctx } = world;
  const limits = { tokensPerHour: null, tokensPerDay: null, maxConcurrent: null };
  await useCases.quota.setPolicy(ctx, { planId: 'free', bundleId: '*', limits }, {});
  await world.setNow(new Date(worldNow.getTime() - dayMs));
  await useCases.budget.topUpProject(ctx, { amountMicroUsd: 300_000n }, {});
  await work('yesterday', { provider: 'openai', cost: 60_000n });
  await world.setNow(new Date(worldNow.getTime() - 2 * hourMs));
  await work('today', { provider: 'anthropic', cost: 40_000n, bundleId: 'chat' });
  await world.setNow(worldNow);
  await work('now', { provider: 'anthropic', cost: 250_000n, bundleId: 'chat' });
  const buy = { userId: 'ada', amountMicroUsd: 10_000_000n, source: 'payment' as const };
  await useCases.wallet.addCredits(ctx, { ...buy, purchaseId: 'pi_1', expiresInDays: 3 }, {});
  await useCases.wallet.addCredits(ctx, { ...buy, source: 'operator' }, {});
  await grant(20_000_000n, 5);
  await grant(undefined, 30);
});

afterAll(() => world.close());

async function work(
  turnId: string,
  { cost, ...turn }: { provider: string; cost: bigint; bundleId?: string },
): Promise<void> {
  const { provider, bundleId } = turn;
  const input = { turnId, userId: 'ada', bundleId, estimateTokens: 2_000n, providers: [provider] };
  const admitted = await world.useCases.turn.admit(world.ctx, input);
  expect(admitted).toMatchObject({ ok: true, value: { decision: 'admitted' } });
  await world.useCases.turn.settle(world.ctx, { turnId, costMicroUsd: cost, provider });
}

async function grant(purchaseAmountMicroUsd: bigint | undefined, expiresInDays: number) {
  const bought = purchaseAmountMicroUsd === undefined ? {} : { purchaseAmountMicroUsd };
  await world.useCases.grant.create(
    world.ctx,
    {
      userId: 'bob',
      bundleId: '*',
      mode: 'add',
      limits: { requestsPerDay: 1n },
      source: bought.purchaseAmountMicroUsd === undefined ? 'operator' : 'purchase',
      expiresInDays,
      ...bought,
    },
    {},
  );
}

test('the project shows its money, what it went below zero, and spending by bundle and window', async () => {
  const budget = await world.useCases.budget.project(world.ctx, {});
  expect(budget).toMatchObject({
    balanceMicroUsd: -50_000n,
    overdraftUsedMicroUsd: 50_000n,
    lifetimeAddedMicroUsd: 300_000n,
    lifetimeSpentMicroUsd: 350_000n,
    spending: { hourMicroUsd: 250_000n, dayMicroUsd: 290_000n, monthMicroUsd: 350_000n },
    byBundle: [
      { bundleId: '(none)', hourMicroUsd: 0n, dayMicroUsd: 0n, monthMicroUsd: 60_000n },
      { bundleId: 'chat', hourMicroUsd: 250_000n, dayMicroUsd: 290_000n, monthMicroUsd: 290_000n },
    ],
  });
});

test('provider budgets show what was spent in each window against the policy', async () => {
  const input = { turnId: 'live', userId: 'bob', bundleId: 'chat', providers: ['anthropic'] };
  await world.useCases.budget.topUpProject(world.ctx, { amountMicroUsd: 1_000_000n }, {});
  await world.useCases.turn.admit(world.ctx, input);
  const providers = await world.useCases.budget.providers(world.ctx, {});
  const of = (provider: string, bundleId: string) =>
    providers.find((budget) => budget.provider === provider && budget.bundleId === bundleId);
  expect(of('anthropic', '*')?.windows).toMatchObject([
    { window: 'hour', limitMicroUsd: 10_000_000n, spentMicroUsd: 250_000n, heldMicroUsd: 30_000n },
    { window: 'day', spentMicroUsd: 290_000n, resetsAt: new Date('2026-11-23T00:00:00.000Z') },
    { window: 'month', spentMicroUsd: 290_000n, resetsAt: new Date('2026-12-01T00:00:00.000Z') },
  ]);
  expect(of('anthropic', 'chat')).toMatchObject({
    policy: null,
    windows: [{ heldMicroUsd: 30_000n }, {}, {}],
  });
  expect(of('duckduckgo', '*')?.windows[0]).toMatchObject({
    limitMicroUsd: null,
    spentMicroUsd: 0n,
  });
  await world.useCases.turn.release(world.ctx, { turnId: 'live' });
});

test('absorption is reported by period and by who caused it', async () => {
  const request = { period: 'day' as const, days: 7 };
  const rows = await world.useCases.budget.absorption(world.ctx, { ...request, groupBy: 'user' });
  expect(rows).toEqual([
    {
      periodStart: new Date('2026-11-22T00:00:00.000Z'),
      groupKey: 'ada',
      totalMicroUsd: 50_000n,
      walletShortMicroUsd: 0n,
      subscriptionOverageMicroUsd: 0n,
      freePlanMicroUsd: 50_000n,
      refundShortMicroUsd: 0n,
      disputeShortMicroUsd: 0n,
      events: 1,
    },
  ]);
  const whole = await world.useCases.budget.absorption(world.ctx, { ...request, groupBy: 'none' });
  expect(whole).toMatchObject([{ groupKey: null, totalMicroUsd: 50_000n }]);
});

test.each([
  [
    'none',
    'day',
    [
      ['', 60_000n, 1],
      ['', 290_000n, 2],
    ],
  ],
  [
    'provider',
    'day',
    [
      ['openai', 60_000n, 1],
      ['anthropic', 290_000n, 2],
    ],
  ],
  [
    'bundle',
    'hour',
    [
      ['(none)', 60_000n, 1],
      ['chat', 40_000n, 1],
      ['chat', 250_000n, 1],
    ],
  ],
  [
    'plan',
    'day',
    [
      ['free', 60_000n, 1],
      ['free', 290_000n, 2],
    ],
  ],
  [
    'source',
    'day',
    [
      ['project', 60_000n, 1],
      ['absorbed', 50_000n, 1],
      ['project', 240_000n, 2],
    ],
  ],
] as const)(
  'spending by %s and %s adds up to what turns cost',
  async (groupBy, bucket, expected) => {
    const points = await world.useCases.budget.spend(world.ctx, { groupBy, bucket, ...range });
    expect(
      points.map(({ group, amountMicroUsd, turns }) => [group, amountMicroUsd, turns]),
    ).toEqual(expected);
  },
);

test('revenue counts what users paid: bought grants and wallet credits with a payment', async () => {
  expect(await world.useCases.budget.revenue(world.ctx, range)).toEqual({
    purchaseCount: 2,
    totalMicroUsd: 30_000_000n,
    averageMicroUsd: 15_000_000n,
    bySource: [
      { source: 'grant', purchaseCount: 1, totalMicroUsd: 20_000_000n },
      { source: 'wallet', purchaseCount: 1, totalMicroUsd: 10_000_000n },
    ],
  });
});

test('grants and lots that end soon are listed soonest first', async () => {
  const page = await world.useCases.grant.expiring(world.ctx, { withinDays: 7, limit: 1 });
  expect(page.items).toMatchObject([{ kind: 'lot', userId: 'ada', daysRemaining: 3 }]);
  const cursor = page.nextCursor ?? undefined;
  const next = await world.useCases.grant.expiring(world.ctx, { withinDays: 7, limit: 5, cursor });
  expect(next).toMatchObject({
    items: [{ kind: 'grant', userId: 'bob', daysRemaining: 5 }],
    nextCursor: null,
  });
});

test('Overview answers with what an operator must see first', async () => {
  expect(await world.useCases.overview(world.ctx, {})).toMatchObject({
    now: worldNow,
    clock: { offsetMs: 0n, frozen: true },
    turnsToday: expect.any(Number),
    activeUsersToday: expect.any(Number),
    liveTurns: 0,
    deniedToday: 0,
    revenue30d: { purchases: 2, totalMicroUsd: 30_000_000n },
    expiringGrants7d: 1,
    expiringLots7d: 1,
    fallbackPlans: [],
    seeding: null,
    story: null,
  });
});

test('prices, the project and its policies are read as they are stored', async () => {
  const prices = await world.useCases.budget.prices(world.ctx, { provider: 'anthropic', limit: 2 });
  expect(prices.items.map(({ model }) => model)).toEqual(['claude-haiku-4-5', 'claude-opus-4-5']);
  const cursor = prices.nextCursor ?? undefined;
  const rest = { provider: 'anthropic', inForceOnly: true, limit: 5, cursor };
  expect((await world.useCases.budget.prices(world.ctx, rest)).items).toMatchObject([
    { model: 'claude-sonnet-4-5', inForce: true, outputPicoUsd: 15_000_000n },
  ]);
  const [brave] = (await world.useCases.budget.prices(world.ctx, { provider: 'brave', limit: 5 }))
    .items;
  expect(brave?.unitPrices).toEqual([{ kind: 'request', pricePicoUsd: 5_000_000_000n }]);
  expect(await world.useCases.project.get(world.ctx, {})).toMatchObject({
    tenantSlug: 'home',
    slug: 'demo',
    kind: 'demo',
    defaultPlanId: 'free',
    fallbackLimits: { maxConcurrent: 1n, requestsPerDay: 10n, tokensPerDay: 100_000n },
    clock: { now: worldNow, frozen: true },
  });
});

test('users with grants are found by a part of their id, taken as it is written', async () => {
  for (const userId of ['ann_a', 'annxa', 'bob']) {
    const additional = { requestsPerDay: 1n };
    await world.useCases.grant.create(
      world.ctx,
      {
        userId,
        bundleId: '*',
        mode: 'add',
        limits: additional,
        expiresInDays: null,
        source: 'operator',
      },
      {},
    );
  }
  const found = await world.useCases.grant.usersWithGrants(world.ctx, { search: 'ANN_', limit: 9 });
  expect(found.items.map(({ userId }) => userId)).toEqual(['ann_a']);
});

test('wallets are listed with their sums, found by user and by what ends soon, and add up', async () => {
  const { useCases, ctx } = world;
  const { items, nextCursor } = await useCases.wallet.list(ctx, { limit: 10 });
  expect(items).toEqual([await useCases.wallet.get(ctx, { userId: 'ada' })]);
  expect(nextCursor).toBeNull();
  const found = async (filter: { search?: string; expiringWithinDays?: number }) =>
    (await useCases.wallet.list(ctx, { limit: 10, ...filter })).items.map(({ userId }) => userId);
  expect(await found({ search: 'DA' })).toEqual(['ada']);
  expect(await found({ search: '%' })).toEqual([]);
  expect(await found({ expiringWithinDays: 3 })).toEqual(['ada']);
  expect(await found({ expiringWithinDays: 2 })).toEqual([]);
  const [wallet] = items;
  expect(await useCases.wallet.totals(ctx, {})).toEqual({
    wallets: 1,
    lots: 2,
    putInMicroUsd: 20_000_000n,
    goneMicroUsd: wallet?.spentMicroUsd,
    heldMicroUsd: wallet?.heldMicroUsd,
    availableMicroUsd: wallet?.availableMicroUsd,
    expiringMicroUsd: wallet?.lots[0]?.availableMicroUsd,
  });
});

import type { UserFilter } from '@purser/schema/contract/inputs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
  const { useCases, ctx } = world;
  await useCases.budget.topUpProject(ctx, { amountMicroUsd: 50_000_000n }, {});
  const limits = { requestsPerDay: 5n, maxConcurrent: null };
  await useCases.quota.setPolicy(ctx, { planId: 'free', bundleId: '*', limits }, {});
  for (const [userId, turns] of [
    ['over', 5],
    ['near', 4],
    ['calm', 1],
  ] as const) {
    for (let turn = 0; turn < turns; turn += 1) await work(`${userId}-${turn}`, userId);
  }
  await work('over-denied', 'over');
  await useCases.user.suspend(ctx, { userId: 'rude' }, { reason: 'Spam' });
  await useCases.user.setRole(ctx, { userId: 'boss_100%', role: 'admin' }, {});
  const credit = { userId: 'rich', amountMicroUsd: 7_000_000n, source: 'operator' as const };
  await useCases.wallet.addCredits(ctx, credit, {});
});

afterAll(() => world.close());

async function work(turnId: string, userId: string): Promise<void> {
  await world.useCases.turn.admit(world.ctx, { turnId, userId, estimateTokens: 100n });
  await world.useCases.turn.settle(world.ctx, { turnId, costMicroUsd: 1_500n });
}

async function found(filter: UserFilter, limit = 50): Promise<readonly string[]> {
  const { items } = await world.useCases.user.search(world.ctx, { ...filter, limit });
  return items.map(({ userId }) => userId);
}

test('users are found by part of their id, whatever its case, with wildcards taken literally', async () => {
  expect(await found({ search: 'EA' })).toEqual(['near']);
  expect(await found({ search: '_100%' })).toEqual(['boss_100%']);
  expect(await found({ search: '%' })).toEqual(['boss_100%']);
  expect(await found({ search: 'nobody' })).toEqual([]);
});

test('users are filtered by status and by the plan they are on', async () => {
  expect(await found({ status: 'suspended' })).toEqual(['rude']);
  expect(await found({ status: 'active' })).not.toContain('rude');
  expect(await found({ status: 'over_limit' })).toEqual(['over']);
  expect(await found({ status: 'near_limit' })).toEqual(['near']);
  expect(await found({ planId: 'admin' })).toEqual(['boss_100%']);
  expect(await found({ planId: 'free' })).not.toContain('boss_100%');
  expect(await found({ planId: 'anonymous' })).toEqual([]);
});

test('a row says what an operator scans for', async () => {
  const { items } = await world.useCases.user.search(world.ctx, { limit: 50 });
  const row = (userId: string) => items.find((user) => user.userId === userId);
  expect(row('near')).toMatchObject({
    planId: 'free',
    planSource: 'default',
    requestsToday: 4,
    requestsPerDayLimit: 5n,
    tokensToday: 400n,
  });
  expect(row('rich')).toMatchObject({ walletMicroUsd: 7_000_000n, lastTurnAt: null });
  expect(row('rude')).toMatchObject({ suspendedReason: 'Spam' });
  expect(row('boss_100%')).toMatchObject({ planId: 'admin', requestsPerDayLimit: null });
});

test('pages join up, also those that look through users for a status', async () => {
  for (const filter of [{}, { status: 'active' as const }]) {
    const whole = await found(filter);
    const joined: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.useCases.user.search(world.ctx, { ...filter, limit: 2, cursor });
      joined.push(...page.items.map(({ userId }) => userId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(joined).toEqual(whole);
  }
});

test('a page costs the same number of statements whatever its length', async () => {
  const once = async (limit: number) => {
    const spy = vi.spyOn(pg.Client.prototype, 'query');
    await world.useCases.user.search(world.ctx, { limit });
    const count = spy.mock.calls.length;
    spy.mockRestore();
    return count;
  };
  // Now and then a search also asks for changed rules, whatever its length.
  const statements = async (limit: number) =>
    Math.min(await once(limit), await once(limit), await once(limit));
  await once(1);
  const one = await statements(1);
  expect(one).toBeGreaterThan(0);
  expect(await statements(6)).toBe(one);
});

test('a subscriber is on the plan of the subscription in every view, for as long as it is active', async () => {
  const { useCases, ctx } = world;
  await useCases.plan.upsert(ctx, { planId: 'pro', monthlyPriceMicroUsd: 9_000_000n }, {});
  await useCases.subscription.create(ctx, { userId: 'paying', planId: 'pro' }, {});
  const planOf = async () => {
    const { items } = await useCases.user.search(ctx, { search: 'paying', limit: 1 });
    const user = await useCases.user.get(ctx, { userId: 'paying' });
    const breakdown = await useCases.quota.breakdown(ctx, { userId: 'paying' });
    const listed = (await found({ planId: 'pro' })).includes('paying');
    return [items[0]?.planId, user?.planId, breakdown?.planId, listed];
  };
  expect(await planOf()).toEqual(['pro', 'pro', 'pro', true]);
  expect(await found({ planId: 'free' })).not.toContain('paying');
  const endMs = Date.parse('2026-12-22T12:00:00Z');
  await world.setNow(new Date(endMs + 6 * 3_600_000 - 1));
  expect(await planOf()).toEqual(['pro', 'pro', 'pro', true]);
  await world.setNow(new Date(endMs + 6 * 3_600_000));
  expect(await planOf()).toEqual(['free', 'free', 'free', false]);
  expect(await found({ planId: 'free' })).toContain('paying');
});

import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import { seedPlans } from '@purser/domain/plan/seed';
import { expect, test } from 'vitest';
import { openPool } from '../../adapters/postgres/pool.ts';
import { openPrisma } from '../../adapters/postgres/prisma.ts';
import { createSeedStore } from '../../adapters/postgres/seed-store.ts';
import { randomIds } from '../../adapters/system/random-ids.ts';
import type { SeedStore } from '../../ports/seed-store.ts';
import { rowCounts } from '../../testing/row-counts.ts';
import { homeDemo, seedProject } from './seed-project.ts';

async function openStore() {
  const database = await createTestDatabase();
  const pool = openPool({ url: database.url });
  const db = openPrisma(pool);
  const store: SeedStore = createSeedStore(db, randomIds);
  return {
    pool,
    db,
    store,
    [Symbol.asyncDispose]: async () => {
      await db.$disconnect();
      await pool.end();
      await database.drop();
    },
  };
}

test('a fresh database gets its tenant, project, plans, policies, caps and prices', async () => {
  await using world = await openStore();
  const { scope, added } = await seedProject(world.store);
  expect(scope).toMatchObject({ tenantSlug: 'home', projectSlug: 'demo' });
  expect(added).toMatchObject({
    tenants: 1,
    projects: 1,
    plans: seedPlans.length,
    quotaPolicies: seedPlans.length,
    providerPolicies: 4,
  });
  const free = await world.db.quotaPolicy.findFirst({ where: { planId: 'free' } });
  expect(free).toMatchObject({ bundleId: '*', requestsPerDay: 100n, tokensPerMonth: 666_666n });
  const reference = await world.db.price.findFirst({ where: { model: 'claude-sonnet-4-5' } });
  expect(reference?.outputPicoUsd).toBe(15_000_000n);
});

test('a second seed adds nothing and writes nothing over', async () => {
  await using world = await openStore();
  await seedProject(world.store);
  await world.db.quotaPolicy.updateMany({
    where: { planId: 'free' },
    data: { requestsPerDay: 7n },
  });
  await world.db.plan.updateMany({ where: { id: 'free' }, data: { active: false } });
  await world.db.budgetPolicy.deleteMany({ where: { provider: 'brave' } });
  const { added } = await seedProject(world.store);
  expect(added).toEqual({
    tenants: 0,
    projects: 0,
    plans: 0,
    quotaPolicies: 0,
    providerPolicies: 1,
    prices: 0,
  });
  const before = await rowCounts(world.pool);
  await seedProject(world.store);
  expect(await rowCounts(world.pool)).toEqual(before);
  const free = await world.db.quotaPolicy.findFirst({ where: { planId: 'free' } });
  expect(free?.requestsPerDay).toBe(7n);
  expect((await world.db.plan.findFirst({ where: { id: 'free' } }))?.active).toBe(false);
});

test('processes that seed at the same time make one project', async () => {
  await using world = await openStore();
  const seeds = await Promise.all(Array.from({ length: 5 }, () => seedProject(world.store)));
  expect(new Set(seeds.map(({ scope }) => scope.projectId)).size).toBe(1);
  expect(seeds.reduce((sum, { added }) => sum + added.plans, 0)).toBe(seedPlans.length);
});

test('each project gets rules of its own', async () => {
  await using world = await openStore();
  await seedProject(world.store);
  const other = { ...homeDemo, project: { slug: 'live', name: 'Live', kind: 'live' as const } };
  const { added } = await seedProject(world.store, other);
  expect(added).toMatchObject({ tenants: 0, projects: 1, plans: seedPlans.length });
});

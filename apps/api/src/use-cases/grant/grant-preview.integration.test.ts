import type { CreateGrant } from '@purser/schema/contract/inputs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
  const { useCases, ctx } = world;
  const limits = { requestsPerDay: 20n };
  await useCases.quota.setPolicy(ctx, { planId: 'free', bundleId: 'search', limits }, {});
});

afterAll(() => world.close());

const trial = {
  bundleId: '*',
  mode: 'add',
  limits: { requestsPerDay: 100n, tokensPerDay: 1_000_000n },
  source: 'trial',
  expiresInDays: 7,
} satisfies Omit<CreateGrant, 'userId'>;

async function changesOf(input: CreateGrant, dryRun: boolean) {
  const outcome = await world.useCases.grant.create(world.ctx, input, { dryRun });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.changes.filter(({ label }) => label !== 'expires');
}

/** The limits a user's next turn is decided by. */
async function allowedOf(userId: string, bundleId?: string) {
  const checked = await world.useCases.turn.check(world.ctx, { turnId: 'asked', userId, bundleId });
  if (!checked.ok) throw new Error(JSON.stringify(checked.rejection));
  return checked.value.limits;
}

describe('a dry run of a grant', () => {
  test('shows the user’s effective limits before and after, and what is added', async () => {
    expect(await changesOf({ userId: 'new', ...trial }, true)).toEqual([
      { label: 'requests_per_day', before: '100', change: '+100', after: '200' },
      { label: 'tokens_per_day', before: '333,333', change: '+1,000,000', after: '1,333,333' },
    ]);
  });

  test('counts what earlier grants add and replace', async () => {
    const userId = 'granted before';
    await changesOf({ userId, ...trial }, false);
    const replace = { ...trial, mode: 'replace', limits: { requestsPerDay: 5n } } as const;
    expect(await changesOf({ userId, ...replace }, false)).toEqual([
      { label: 'requests_per_day', before: '200', change: '= 5', after: '105' },
    ]);
    const more = { ...trial, limits: { requestsPerDay: 50n } };
    expect(await changesOf({ userId, ...more }, true)).toEqual([
      { label: 'requests_per_day', before: '105', change: '+50', after: '155' },
    ]);
  });

  test('shows both scopes of a bundle that has limits of its own', async () => {
    const userId = 'searcher';
    const more = { ...trial, bundleId: 'search', limits: { requestsPerDay: 7n } };
    expect(await changesOf({ userId, ...more }, true)).toEqual([
      { label: 'requests_per_day', before: '100', change: '+7', after: '107' },
      { label: 'requests_per_day in search', before: '20', change: '+7', after: '27' },
    ]);
  });

  test('says so when a limit is unlimited already, and when it becomes so', async () => {
    const more = { ...trial, limits: { totalRequests: 5n } };
    expect(await changesOf({ userId: 'new', ...more }, true)).toEqual([
      { label: 'total_requests', before: 'unlimited', change: '+5', after: 'unlimited' },
    ]);
    const free = { ...trial, mode: 'replace', limits: { requestsPerDay: null } } as const;
    expect(await changesOf({ userId: 'new', ...free }, true)).toEqual([
      { label: 'requests_per_day', before: '100', change: '= unlimited', after: 'unlimited' },
    ]);
  });

  test('says what the next turn is then decided by', async () => {
    const userId = 'decided';
    const [previewed] = await changesOf({ userId, ...trial }, true);
    await changesOf({ userId, ...trial }, false);
    const limit = (await allowedOf(userId)).find(({ limit }) => limit === 'requests_per_day');
    expect(previewed?.after).toBe(String(limit?.allowed));
  });
});

import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import type { AdmitAnswer } from '@purser/schema/contract/turn';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AdminWorld, openAdminWorld, worldNow } from '../../testing/admin-world.ts';

let world: AdminWorld;

beforeEach(async () => {
  world = await openAdminWorld();
  await world.useCases.budget.topUpProject(world.ctx, { amountMicroUsd: 50_000_000n }, {});
});

afterEach(() => world.close());

const hourMs = 3_600_000;
const waiting = { timeout: 10_000, interval: 5 };

async function breakdown(bundleId?: string): Promise<BreakdownView> {
  const view = await world.useCases.quota.breakdown(world.ctx, { userId: 'ada', bundleId });
  if (view === null) throw new Error('No breakdown.');
  return view;
}

async function admit(turnId: string, bundleId?: string): Promise<AdmitAnswer> {
  const input = { turnId, userId: 'ada', bundleId, estimateTokens: 3_000n };
  const outcome = await world.useCases.turn.admit(world.ctx, input);
  if (!outcome.ok) throw new Error(outcome.rejection.message);
  return outcome.value;
}

async function settle(turnId: string, costMicroUsd: bigint): Promise<void> {
  const outcome = await world.useCases.turn.settle(world.ctx, { turnId, costMicroUsd });
  expect(outcome.ok).toBe(true);
}

function usedAndHeld(view: BreakdownView) {
  return Object.fromEntries(
    view.limits.map(({ limit, scope, used, held }) => [`${limit} ${scope}`, [used, held]]),
  );
}

test('what is used and held reads as admission counts it, over the project and in a bundle', async () => {
  const limits = { requestsPerDay: 50n, tokensPerHour: 90_000n };
  await world.useCases.quota.setPolicy(world.ctx, { planId: 'free', bundleId: 'chat', limits }, {});
  await admit('one', 'chat');
  await settle('one', 30_000n);
  await admit('two');
  await settle('two', 15_000n);
  const answer = await admit('three', 'chat');
  const view = await breakdown('chat');
  const lines = usedAndHeld(view);
  expect(lines).toMatchObject({
    'requestsPerDay *': [2n, 1n],
    'tokensPerDay *': [3_000n, 3_000n],
    'maxConcurrent *': [0n, 1n],
    'requestsPerDay chat': [1n, 1n],
    'tokensPerHour chat': [2_000n, 3_000n],
    'totalRequests chat': [1n, 1n],
  });
  // Admission answers with its own hold included, as the breakdown after it does.
  for (const { limit, scope, used, held } of answer.limits) {
    const line = view.limits.find(
      (candidate) => candidate.scope === scope && snake(candidate.limit) === limit,
    );
    expect([limit, scope, line?.used, line?.held]).toEqual([limit, scope, used, held]);
  }
  expect(view.usage.map(({ scope }) => scope)).toEqual(['*', 'chat']);
  expect(view.resetWindows.map(({ scope }) => scope)).toEqual(['*', 'chat']);
  expect(view.holds).toMatchObject([
    { turnId: 'three', source: 'project', tokensHeld: 3_000n, heldMicroUsd: 51_750n },
  ]);
});

test('windows roll, end and reset as the rules say', async () => {
  await admit('early');
  await settle('early', 15_000n);
  await world.setNow(new Date(worldNow.getTime() + 2 * hourMs));
  expect(usedAndHeld(await breakdown())).toMatchObject({
    'tokensPerHour *': [0n, 0n],
    'tokensPerDay *': [1_000n, 0n],
    'tokensPerMonth *': [1_000n, 0n],
    'totalRequests *': [1n, 0n],
  });
  await admit('late');
  await settle('late', 30_000n);
  await world.useCases.quota.resetUserWindows(world.ctx, { userId: 'ada' }, {});
  const reset = await breakdown();
  expect(usedAndHeld(reset)).toMatchObject({
    'tokensPerHour *': [0n, 0n],
    'requestsPerDay *': [0n, 0n],
    'tokensPerMonth *': [0n, 0n],
    'totalRequests *': [2n, 0n],
  });
  expect(reset.resetWindows[0]).toMatchObject({
    dayResetAt: new Date('2026-11-23T00:00:00.000Z'),
    monthResetAt: new Date('2026-12-22T14:00:00.000Z'),
  });
  await admit('after');
  await settle('after', 45_000n);
  expect(usedAndHeld(await breakdown())).toMatchObject({
    'tokensPerDay *': [3_000n, 0n],
    'requestsPerMonth *': [1n, 0n],
    'totalRequests *': [3n, 0n],
  });
  await world.setNow(new Date('2026-11-23T00:00:00.000Z'));
  expect(usedAndHeld(await breakdown())).toMatchObject({
    'tokensPerDay *': [0n, 0n],
    'tokensPerMonth *': [3_000n, 0n],
  });
});

test('grants are shown as the arithmetic of each limit, and denials with their reasons', async () => {
  const give = (mode: 'add' | 'replace', requestsPerDay: bigint) =>
    world.useCases.grant.create(
      world.ctx,
      {
        userId: 'ada',
        bundleId: '*',
        mode,
        limits: { requestsPerDay },
        source: 'operator',
        expiresInDays: 7,
      },
      {},
    );
  await give('replace', 9n);
  await give('replace', 0n);
  await give('add', 1n);
  await admit('fits');
  const denied = await admit('denied');
  expect(denied.decision).toBe('denied');
  // Denials are written behind the answer.
  await vi.waitUntil(async () => (await breakdown()).recentDenials.length === 1, waiting);
  const view = await breakdown();
  expect(view.limits.find(({ limit }) => limit === 'requestsPerDay')).toMatchObject({
    base: 100n,
    added: 1n,
    effective: 1n,
    held: 1n,
    remaining: 0n,
    percent: 100,
  });
  expect(view.grants).toHaveLength(3);
  expect(view.override).toMatchObject({ active: true, limits: { requestsPerDay: 0n } });
  expect(view.recentDenials).toMatchObject([
    { turnId: 'denied', denials: [{ limit: 'requests_per_day' }] },
  ]);
});

test('the plan follows the role, and a plan without a policy is named fallback', async () => {
  await world.useCases.user.setRole(world.ctx, { userId: 'ada', role: 'admin' }, {});
  expect(await breakdown()).toMatchObject({ planId: 'admin', planSource: 'role', role: 'admin' });
  await world.useCases.quota.setPolicy(
    world.ctx,
    { planId: 'admin', bundleId: '*', limits: {}, active: false },
    {},
  );
  expect(await breakdown()).toMatchObject({
    planId: 'admin',
    planSource: 'fallback',
    effectivePolicy: { limits: { maxConcurrent: 1n, requestsPerDay: 10n, tokensPerDay: 100_000n } },
  });
  expect((await world.useCases.overview(world.ctx, {})).fallbackPlans).toEqual(['admin']);
});

function snake(limit: string): string {
  return limit.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

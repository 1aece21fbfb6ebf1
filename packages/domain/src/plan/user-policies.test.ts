import { describe, expect, it } from 'vitest';
import { changeLimits, type LimitChanges, unlimited } from '../quota/limits.ts';
import type { QuotaPolicy } from './plan.ts';
import type { ProjectRules } from './project-rules.ts';
import { seedPlans, seedSettings } from './seed.ts';
import { type PolicyUser, userPolicies } from './user-policies.ts';

function policy(planId: string, bundleId: string, limits: LimitChanges): QuotaPolicy {
  return {
    planId,
    bundleId,
    limits: changeLimits(unlimited, limits),
    windows: {},
    active: true,
    version: 1,
  };
}

function rules(policies: readonly QuotaPolicy[]): ProjectRules {
  return {
    generation: 1,
    settings: seedSettings,
    plans: new Map(seedPlans.map(({ plan }) => [plan.planId, plan])),
    quotaPolicies: new Map(
      [...new Set(policies.map(({ planId }) => planId))].map((planId) => [
        planId,
        policies.filter((candidate) => candidate.planId === planId),
      ]),
    ),
    providerPolicies: [],
    bundleFloors: new Map(),
  };
}

const registered: PolicyUser = { role: 'registered', grants: [], subscription: null };

function ask(policies: readonly QuotaPolicy[], bundleId = '*', user = registered) {
  return userPolicies({ nowMs: 0, bundleId, user, rules: rules(policies) });
}

describe('the policies of a user (rules P4 and P5)', () => {
  const star = policy('free', '*', { requestsPerDay: 100n });
  const own = policy('free', 'b', { requestsPerDay: 7n });

  it("are * and the bundle's own, if there is one", () => {
    expect(ask([star, own], 'b').policies.map(({ scope }) => scope)).toEqual(['*', 'b']);
    expect(ask([star, own], 'c').policies.map(({ scope }) => scope)).toEqual(['*']);
    expect(ask([star, own], '*').policies.map(({ scope }) => scope)).toEqual(['*']);
  });

  it('fall back to the project limits, never to unlimited, where none is active', () => {
    const { planSource, policies, resolution } = ask([{ ...star, active: false }]);
    expect(planSource).toBe('fallback');
    expect(resolution.planId).toBe('free');
    expect(policies.map(({ limits }) => limits)).toEqual([
      { ...unlimited, maxConcurrent: 1n, requestsPerDay: 10n, tokensPerDay: 100_000n },
    ]);
  });

  it('fall back outside a bundle that has the only policy', () => {
    expect(ask([own], 'b')).toMatchObject({ planSource: 'default', policies: [{ scope: 'b' }] });
    expect(ask([own], 'c')).toMatchObject({ planSource: 'fallback', policies: [{ scope: '*' }] });
  });

  it('apply grants on top of the fallback', () => {
    const grants = [
      {
        grantId: 'g',
        bundleId: '*',
        mode: 'add' as const,
        limits: { requestsPerDay: 5n },
        createdAtMs: 0,
        expiresAtMs: null,
        revokedAtMs: null,
      },
    ];
    const { policies } = ask([], '*', { ...registered, grants });
    expect(policies[0]?.limits.requestsPerDay).toBe(15n);
  });
});

describe('the primary source (rule F1)', () => {
  const subscription = {
    planId: 'payasyougo',
    status: 'active',
    monthlyPriceMicroUsd: 20_000_000n,
    cancelAtPeriodEnd: false,
    periodEndMs: 10,
    openPeriodKey: 'key',
  };

  it('is the open period of an active subscription, else a project that funds the plan, else none', () => {
    expect(ask([]).primary).toEqual({ kind: 'project' });
    expect(ask([], '*', { ...registered, subscription }).primary).toEqual({
      kind: 'period',
      periodKey: 'key',
    });
    const closed = { ...subscription, openPeriodKey: null };
    expect(ask([], '*', { ...registered, subscription: closed }).primary).toBeNull();
  });

  it('is the project for a plan nobody knows, within the fallback limits', () => {
    const unknown = { ...subscription, planId: 'unheard-of', openPeriodKey: null };
    expect(ask([], '*', { ...registered, subscription: unknown })).toMatchObject({
      planSource: 'fallback',
      primary: { kind: 'project' },
    });
  });
});

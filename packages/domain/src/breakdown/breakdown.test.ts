import { describe, expect, it } from 'vitest';
import type { QuotaPolicy } from '../plan/plan.ts';
import type { ProjectRules } from '../plan/project-rules.ts';
import { seedPlans, seedSettings } from '../plan/seed.ts';
import { userPolicies } from '../plan/user-policies.ts';
import { changeLimits, type LimitChanges, unlimited } from '../quota/limits.ts';
import { minuteOf } from '../quota/window.ts';
import { assembleBreakdown } from './assemble-breakdown.ts';
import type { BreakdownGrant, BreakdownView, WalletFacts } from './breakdown.ts';
import type { ScopeUsage } from './scope-usage.ts';

const nowMs = Date.parse('2026-11-22T15:00:00Z');
const nowMinute = minuteOf(nowMs);

function rulesOf(policies: Readonly<Record<string, LimitChanges>>): ProjectRules {
  const quotaPolicies = Object.entries(policies).map(
    ([bundleId, limits]): QuotaPolicy => ({
      planId: 'free',
      bundleId,
      limits: changeLimits(unlimited, limits),
      windows: {},
      active: true,
      version: 1,
    }),
  );
  return {
    generation: 1,
    settings: seedSettings,
    plans: new Map(seedPlans.map(({ plan }) => [plan.planId, plan])),
    quotaPolicies: new Map([['free', quotaPolicies]]),
    providerPolicies: [],
    bundleFloors: new Map(),
  };
}

function grant(
  grantId: string,
  limits: LimitChanges,
  more: Partial<BreakdownGrant> = {},
): BreakdownGrant {
  return {
    grantId,
    bundleId: '*',
    mode: 'add',
    limits,
    createdAtMs: 0,
    expiresAtMs: null,
    revokedAtMs: null,
    source: 'operator',
    purchaseId: null,
    purchaseAmountMicroUsd: null,
    notes: null,
    ...more,
  };
}

function usage(scope: string, more: Partial<ScopeUsage> = {}): ScopeUsage {
  const day = { requests: 8n, tokens: 40_000n, oldestMinute: null };
  return {
    scope,
    windows: [
      { windowKey: 'rolling:60', requests: 2n, tokens: 10_000n, oldestMinute: nowMinute - 50 },
      { windowKey: 'calendar:day:UTC', ...day },
      { windowKey: 'anchored:30', ...day },
      { windowKey: 'lifetime', ...day },
    ],
    heldRequests: 1n,
    heldTokens: 5_000n,
    slots: 1n,
    last24h: { requests: 24n, tokens: 240_000n },
    ...more,
  };
}

function breakdown({
  policies = { '*': { requestsPerDay: 10n, tokensPerDay: 60_000n, maxConcurrent: 2n } },
  bundleId = '*',
  grants = [],
  scopes = [usage('*')],
  wallet = null,
  includeExpiredOverride = false,
}: {
  policies?: Readonly<Record<string, LimitChanges>>;
  bundleId?: string;
  grants?: readonly BreakdownGrant[];
  scopes?: readonly ScopeUsage[];
  wallet?: WalletFacts | null;
  includeExpiredOverride?: boolean;
} = {}): BreakdownView {
  const user = { role: 'registered' as const, grants, subscription: null };
  return assembleBreakdown({
    nowMs,
    userId: 'u',
    role: 'registered',
    bundleId,
    settings: seedSettings,
    policies: userPolicies({ nowMs, bundleId, user, rules: rulesOf(policies) }),
    anchorMinute: nowMinute - 1_440,
    resetMinute: null,
    grants,
    includeExpiredOverride,
    usage: scopes,
    projectFunding: { availableMicroUsd: 5n, overdraftMicroUsd: 0n },
    wallet,
    subscription: null,
    holds: [],
    recentDenials: [],
  });
}

function line(view: BreakdownView, limit: string, scope = '*') {
  return view.limits.find((candidate) => candidate.limit === limit && candidate.scope === scope);
}

describe('the breakdown (rule W10)', () => {
  it('states a limit as arithmetic against what is counted', () => {
    const view = breakdown({ grants: [grant('g', { requestsPerDay: 5n })] });
    expect(line(view, 'requestsPerDay')).toEqual({
      limit: 'requestsPerDay',
      scope: '*',
      window: 'UTC day',
      base: 10n,
      replacedBy: null,
      added: 5n,
      effective: 15n,
      used: 8n,
      held: 1n,
      remaining: 6n,
      over: 0n,
      percent: 60,
      resetsAt: new Date('2026-11-23T00:00:00Z'),
      // Six requests at one an hour.
      bindsAt: new Date('2026-11-22T21:00:00Z'),
    });
    expect(view).toMatchObject({
      planId: 'free',
      planSource: 'default',
      basePolicy: { limits: { requestsPerDay: 10n } },
      effectivePolicy: { limits: { requestsPerDay: 15n } },
      projectFunding: { applies: true, availableMicroUsd: 5n },
    });
  });

  it('shows over-use apart and nothing below zero', () => {
    const over = line(breakdown({ policies: { '*': { requestsPerDay: 6n } } }), 'requestsPerDay');
    expect(over).toMatchObject({ remaining: 0n, over: 3n, percent: 150, bindsAt: new Date(nowMs) });
  });

  it('shows unlimited as no number, and a limit of 0 as full', () => {
    const view = breakdown({ policies: { '*': { tokensPerHour: 0n } } });
    expect(line(view, 'totalRequests')).toMatchObject({
      effective: null,
      remaining: null,
      percent: null,
      bindsAt: null,
    });
    expect(line(view, 'tokensPerHour')).toMatchObject({ percent: 100, remaining: 0n });
  });

  it('counts slots in use as held', () => {
    expect(line(breakdown(), 'maxConcurrent')).toMatchObject({
      used: 0n,
      held: 1n,
      remaining: 1n,
      window: null,
      resetsAt: null,
    });
  });

  it('says of the rolling hour when its oldest usage falls out', () => {
    const view = breakdown();
    const fallsOut = new Date(nowMs + 11 * 60_000);
    expect(line(view, 'tokensPerHour')?.resetsAt).toEqual(fallsOut);
    expect(view.resetWindows).toEqual([
      {
        scope: '*',
        hourResetAt: fallsOut,
        dayResetAt: new Date('2026-11-23T00:00:00Z'),
        monthResetAt: new Date('2026-12-21T15:00:00Z'),
      },
    ]);
  });

  it('answers for a bundle: both scopes, and the least that is left of them', () => {
    const view = breakdown({
      bundleId: 'b',
      policies: { '*': { requestsPerDay: 20n }, b: { requestsPerDay: 12n } },
      scopes: [usage('*'), usage('b'), usage('c')],
    });
    expect([
      line(view, 'requestsPerDay')?.remaining,
      line(view, 'requestsPerDay', 'b')?.remaining,
    ]).toEqual([11n, 3n]);
    expect(view.remaining).toMatchObject({ limits: { requestsPerDay: 3n }, percentageUsed: 75 });
    expect(view.usage.map(({ scope }) => scope)).toEqual(['*', 'b', 'c']);
    expect(view.resetWindows.map(({ scope }) => scope)).toEqual(['*', 'b']);
  });

  it('states tokens as money, floored', () => {
    const { usage: seen, remaining } = breakdown();
    expect(seen[0]).toMatchObject({ tokensToday: 40_000n, tokensTodayMicroUsd: 600_000n });
    expect(remaining).toMatchObject({
      tokensTodayMicroUsd: 225_000n,
      tokensThisMonthMicroUsd: null,
    });
  });

  it('shows the wallet in tokens, each amount floored', () => {
    const wallet: WalletFacts = {
      purchasedMicroUsd: 100n,
      spentMicroUsd: 50n,
      refundedMicroUsd: 0n,
      expiredMicroUsd: 0n,
      balanceMicroUsd: 50n,
      heldMicroUsd: 29n,
      availableMicroUsd: 21n,
      lastPurchase: null,
    };
    expect(breakdown({ wallet }).wallet).toMatchObject({
      purchasedTokens: 6n,
      spentTokens: 3n,
      balanceTokens: 3n,
      heldTokens: 1n,
      availableTokens: 1n,
    });
  });

  it('shows the override that rules, and one that ended only when asked', () => {
    const ended = grant('old', { requestsPerDay: 99n }, { mode: 'replace', expiresAtMs: nowMs });
    expect(breakdown({ grants: [ended] }).override).toBeNull();
    expect(breakdown({ grants: [ended], includeExpiredOverride: true }).override).toMatchObject({
      grantId: 'old',
      active: false,
      expired: true,
    });
    const ruling = grant('new', { tokensPerDay: 1n }, { mode: 'replace', createdAtMs: 1 });
    const view = breakdown({ grants: [ended, ruling], includeExpiredOverride: true });
    expect(view.override).toMatchObject({ grantId: 'new', active: true, usd: { usdPerDay: 15n } });
    expect(view.grants.map(({ grantId, isActive }) => [grantId, isActive])).toEqual([
      ['new', true],
      ['old', false],
    ]);
    expect(line(view, 'tokensPerDay')).toMatchObject({
      base: 60_000n,
      replacedBy: 'new',
      effective: 1n,
    });
  });
});

describe('the forecast (rule W11)', () => {
  const bindsAt = (limits: LimitChanges, limit: string, more: Partial<ScopeUsage> = {}) =>
    line(breakdown({ policies: { '*': limits }, scopes: [usage('*', more)] }), limit)?.bindsAt;

  it('is silent when the window ends before', () => {
    // 9 hours are left of the day, at one request an hour.
    expect(bindsAt({ requestsPerDay: 18n }, 'requestsPerDay')).toBeNull();
    expect(bindsAt({ requestsPerDay: 17n }, 'requestsPerDay')).toEqual(
      new Date(nowMs + 8 * 3_600_000),
    );
  });

  it('is silent without use', () => {
    const idle = { last24h: { requests: 0n, tokens: 0n } };
    expect(bindsAt({ totalRequests: 100n }, 'totalRequests', idle)).toBeNull();
  });

  it('always comes for a total', () => {
    expect(bindsAt({ totalRequests: 33n }, 'totalRequests')).toEqual(new Date(nowMs + 86_400_000));
  });

  it('comes for a rolling window only if the pace fills it', () => {
    // 240,000 tokens a day are 10,166.7 in the 61 minutes that count.
    const idle = { heldTokens: 0n };
    expect(bindsAt({ tokensPerHour: 10_167n }, 'tokensPerHour', idle)).toBeNull();
    expect(bindsAt({ tokensPerHour: 10_100n }, 'tokensPerHour', idle)).toEqual(
      new Date(nowMs + 36_000),
    );
  });
});

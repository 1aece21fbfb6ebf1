import { type EffectivePolicy, isGrantActive } from '../grant/effective-policy.ts';
import { maxBigint, minOrUnlimited } from '../money/divide.ts';
import { microUsdToTokensFloor } from '../money/tokens.ts';
import { everyBundle } from '../plan/plan.ts';
import type { ProjectSettings } from '../plan/project-rules.ts';
import type { UserRole } from '../plan/resolve-plan.ts';
import type { UserPolicies } from '../plan/user-policies.ts';
import {
  changeLimits,
  type LimitField,
  type Limits,
  limitFields,
  unlimited,
  usdEquivalents,
} from '../quota/limits.ts';
import { minuteOf } from '../quota/window.ts';
import type { WindowClock } from '../quota/window-span.ts';
import type {
  ActiveHold,
  BreakdownGrant,
  BreakdownView,
  BreakdownWallet,
  GrantLine,
  OverrideView,
  ProjectFundingView,
  RecentDenial,
  RemainingView,
  StatedLimits,
  SubscriptionBalance,
  WalletFacts,
} from './breakdown.ts';
import { type LimitLine, limitLines } from './limit-line.ts';
import type { ScopeUsage } from './scope-usage.ts';
import { resetWindows, usageView } from './usage-view.ts';

/** What the breakdown is made of; `policies` comes from `userPolicies` for the same instant and bundle. */
export type BreakdownFacts = {
  readonly nowMs: number;
  readonly userId: string;
  readonly role: UserRole;
  readonly bundleId: string;
  readonly settings: ProjectSettings;
  readonly policies: UserPolicies;
  readonly anchorMinute: number | null;
  readonly resetMinute: number | null;
  readonly grants: readonly BreakdownGrant[];
  /** Show the last replace grant although it no longer counts. */
  readonly includeExpiredOverride: boolean;
  /** By scope; a scope without usage may be missing. */
  readonly usage: readonly ScopeUsage[];
  readonly projectFunding: Omit<ProjectFundingView, 'applies'>;
  readonly wallet: WalletFacts | null;
  readonly subscription: SubscriptionBalance | null;
  readonly holds: readonly ActiveHold[];
  readonly recentDenials: readonly RecentDenial[];
};

/** Puts together everything about what one user may spend, and why (rules W10 and W11). */
export function assembleBreakdown(facts: BreakdownFacts): BreakdownView {
  const { policies, settings, nowMs } = facts;
  const pricePicoUsd = settings.referencePricePicoUsd;
  const clock = {
    nowMs,
    nowMinute: minuteOf(nowMs),
    anchorMinute: facts.anchorMinute,
    resetMinute: facts.resetMinute,
  };
  const lines = policies.policies.flatMap((policy) =>
    limitLines(policy, usageOf(facts.usage, policy.scope), clock),
  );
  const [first] = policies.policies;
  const base = first === undefined ? unlimited : baseLimits(first);
  return {
    userId: facts.userId,
    role: facts.role,
    at: new Date(nowMs),
    bundleId: facts.bundleId,
    planId: policies.resolution.planId,
    planSource: policies.planSource,
    referenceModel: settings.referenceModel,
    referencePricePicoUsd: pricePicoUsd,
    basePolicy: stated(base, pricePicoUsd),
    effectivePolicy: stated(first?.limits ?? unlimited, pricePicoUsd),
    override: overrideOf(facts),
    grants: grantLines(facts),
    ...usageOfScopes(facts, clock),
    limits: lines,
    remaining: remainingOf(lines, pricePicoUsd),
    projectFunding: { applies: policies.flags.projectFunded, ...facts.projectFunding },
    wallet: facts.wallet === null ? null : walletInTokens(facts.wallet, pricePicoUsd),
    subscription: facts.subscription,
    holds: facts.holds.map((hold) => ({
      ...hold,
      ageSeconds: Math.max(0, Math.floor((nowMs - hold.createdAt.getTime()) / 1_000)),
    })),
    recentDenials: facts.recentDenials,
  };
}

function usageOfScopes(
  { usage, policies, bundleId, settings }: BreakdownFacts,
  clock: WindowClock,
): Pick<BreakdownView, 'usage' | 'resetWindows'> {
  const windowsOf = (scope: string) =>
    policies.policies.find((policy) => policy.scope === scope)?.windows ?? {};
  const scopes = new Set([everyBundle, ...usage.map(({ scope }) => scope)]);
  const asked = bundleId === everyBundle ? [everyBundle] : [everyBundle, bundleId];
  return {
    usage: [...scopes].map((scope) =>
      usageView(usageOf(usage, scope), windowsOf(scope), settings.referencePricePicoUsd),
    ),
    resetWindows: asked.map((scope) =>
      resetWindows(usageOf(usage, scope), windowsOf(scope), clock),
    ),
  };
}

function usageOf(usage: readonly ScopeUsage[], scope: string): ScopeUsage {
  const unused: ScopeUsage = {
    scope,
    windows: [],
    heldRequests: 0n,
    heldTokens: 0n,
    slots: 0n,
    last24h: { requests: 0n, tokens: 0n },
  };
  return usage.find((candidate) => candidate.scope === scope) ?? unused;
}

function baseLimits(policy: EffectivePolicy): Limits {
  return limitRecord((field) => policy.arithmetic[field].base);
}

function stated(limits: Limits, pricePicoUsd: bigint): StatedLimits {
  return { limits, usd: usdEquivalents(limits, pricePicoUsd) };
}

function grantLines({ grants, nowMs }: BreakdownFacts): readonly GrantLine[] {
  return [...grants]
    .sort((a, b) => b.createdAtMs - a.createdAtMs)
    .map((grant) => ({
      ...grant,
      isActive: isGrantActive(grant, nowMs),
      isExpired: grant.expiresAtMs !== null && grant.expiresAtMs <= nowMs,
    }));
}

/** The newest active replace grant of this scope; if wanted, the newest that is no longer active. */
function overrideOf(facts: BreakdownFacts): OverrideView | null {
  const lines = grantLines(facts).filter(
    ({ mode, bundleId }) =>
      mode === 'replace' && (bundleId === everyBundle || bundleId === facts.bundleId),
  );
  const active = lines.find(({ isActive }) => isActive);
  const chosen = active ?? (facts.includeExpiredOverride ? lines[0] : undefined);
  if (chosen === undefined) return null;
  const limits = changeLimits(unlimited, chosen.limits);
  return {
    ...stated(limits, facts.settings.referencePricePicoUsd),
    grantId: chosen.grantId,
    active: chosen.isActive,
    expired: chosen.isExpired,
    expiresAt: chosen.expiresAtMs === null ? null : new Date(chosen.expiresAtMs),
    purchaseAmountMicroUsd: chosen.purchaseAmountMicroUsd,
    notes: chosen.notes,
  };
}

/** The least that is left over all scopes, since a turn must fit each of them. */
function remainingOf(lines: readonly LimitLine[], pricePicoUsd: bigint): RemainingView {
  const limits = limitRecord((field) =>
    lines
      .filter((line) => line.limit === field)
      .reduce<bigint | null>((least, line) => minOrUnlimited(least, line.remaining), null),
  );
  const percents = lines.flatMap(({ percent }) => percent ?? []);
  const usd = usdEquivalents(limits, pricePicoUsd);
  return {
    limits,
    tokensTodayMicroUsd: usd.usdPerDay,
    tokensThisMonthMicroUsd: usd.usdPerMonth,
    percentageUsed: percents.length === 0 ? null : Math.max(...percents),
  };
}

function walletInTokens(wallet: WalletFacts, pricePicoUsd: bigint): BreakdownWallet {
  const tokens = (amountMicroUsd: bigint) =>
    microUsdToTokensFloor(maxBigint(amountMicroUsd, 0n), pricePicoUsd);
  return {
    ...wallet,
    purchasedTokens: tokens(wallet.purchasedMicroUsd),
    spentTokens: tokens(wallet.spentMicroUsd),
    balanceTokens: tokens(wallet.balanceMicroUsd),
    heldTokens: tokens(wallet.heldMicroUsd),
    availableTokens: tokens(wallet.availableMicroUsd),
  };
}

function limitRecord(of: (field: LimitField) => bigint | null): Limits {
  const record: Record<LimitField, bigint | null> = { ...unlimited };
  for (const field of limitFields) record[field] = of(field);
  return record;
}

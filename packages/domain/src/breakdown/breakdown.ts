import type { Grant } from '../grant/effective-policy.ts';
import type { PlanSource, UserRole } from '../plan/resolve-plan.ts';
import type { Limits, UsdLimits } from '../quota/limits.ts';
import type { FundingCapacity } from '../turn/fund-admission.ts';
import type { LimitLine } from './limit-line.ts';
import type { ResetWindows, UsageView } from './usage-view.ts';

/** Limits as numbers and as money at the reference price. */
export type StatedLimits = { readonly limits: Limits; readonly usd: UsdLimits };

/** A grant with what people want to know of it; `limits` holds only the fields it sets. */
export type BreakdownGrant = Grant & {
  readonly source: string;
  readonly purchaseId: string | null;
  readonly purchaseAmountMicroUsd: bigint | null;
  readonly notes: string | null;
};

export type GrantLine = BreakdownGrant & {
  readonly isActive: boolean;
  readonly isExpired: boolean;
};

/** The replace grant that rules, or the last one that did. */
export type OverrideView = StatedLimits & {
  readonly grantId: string;
  readonly active: boolean;
  readonly expired: boolean;
  readonly expiresAt: Date | null;
  readonly purchaseAmountMicroUsd: bigint | null;
  readonly notes: string | null;
};

/** What is left under every policy that applies; null = unlimited. */
export type RemainingView = {
  readonly limits: Limits;
  readonly tokensTodayMicroUsd: bigint | null;
  readonly tokensThisMonthMicroUsd: bigint | null;
  /** The fullest limit's percent; null when all are unlimited. */
  readonly percentageUsed: number | null;
};

export type ProjectFundingView = {
  readonly applies: boolean;
  /** Overdraft included; null = unlimited. */
  readonly availableMicroUsd: bigint | null;
  readonly overdraftMicroUsd: bigint | null;
};

export type WalletFacts = {
  readonly purchasedMicroUsd: bigint;
  readonly spentMicroUsd: bigint;
  readonly refundedMicroUsd: bigint;
  readonly expiredMicroUsd: bigint;
  readonly balanceMicroUsd: bigint;
  readonly heldMicroUsd: bigint;
  readonly availableMicroUsd: bigint;
  readonly lastPurchase: {
    readonly id: string | null;
    readonly amountMicroUsd: bigint;
    readonly notes: string | null;
  } | null;
};

/** The wallet with the same in reference tokens, each floored. */
export type BreakdownWallet = WalletFacts & {
  readonly purchasedTokens: bigint;
  readonly spentTokens: bigint;
  readonly balanceTokens: bigint;
  readonly heldTokens: bigint;
  readonly availableTokens: bigint;
};

/** A subscription and its current period. */
export type SubscriptionBalance = {
  readonly planId: string;
  readonly provider: string;
  readonly status: string;
  readonly active: boolean;
  readonly monthlyPriceMicroUsd: bigint;
  readonly periodKey: string | null;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
  readonly periodStatus: string | null;
  readonly balanceMicroUsd: bigint;
  readonly heldMicroUsd: bigint;
  readonly availableMicroUsd: bigint;
  readonly toppedUpMicroUsd: bigint;
  readonly rolledOverMicroUsd: bigint;
  readonly spentMicroUsd: bigint;
  readonly lifetimeAddedMicroUsd: bigint;
  readonly lifetimeSpentMicroUsd: bigint;
  readonly overdraftMicroUsd: bigint | null;
};

/** Money or quota set aside for one live turn. */
export type ActiveHold = {
  readonly holdId: string;
  readonly turnId: string;
  readonly bundleId: string | null;
  readonly source: 'period' | 'project' | 'wallet' | 'quota';
  readonly tokensHeld: bigint;
  readonly heldMicroUsd: bigint;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export type HoldLine = ActiveHold & { readonly ageSeconds: number };

export type RecentDenial = {
  readonly at: Date;
  readonly turnId: string;
  readonly bundleId: string | null;
  readonly denials: readonly Readonly<Record<string, unknown>>[];
  /** What each money source could have held then. */
  readonly funding: readonly FundingCapacity[];
};

/** Everything about what one user may spend, and why (docs/economics.md, rule W10). */
export type BreakdownView = {
  readonly userId: string;
  readonly role: UserRole;
  readonly at: Date;
  /** The bundle asked about; `*` = the whole project. */
  readonly bundleId: string;
  readonly planId: string;
  readonly planSource: PlanSource;
  readonly referenceModel: string;
  readonly referencePricePicoUsd: bigint;
  /** Of the scope that rules first: `*`, or the bundle's own where the plan has no `*` policy. */
  readonly basePolicy: StatedLimits;
  readonly effectivePolicy: StatedLimits;
  readonly override: OverrideView | null;
  /** All of the user's grants, newest first. */
  readonly grants: readonly GrantLine[];
  /** `*`, then every bundle with usage. */
  readonly usage: readonly UsageView[];
  readonly resetWindows: readonly ResetWindows[];
  readonly limits: readonly LimitLine[];
  readonly remaining: RemainingView;
  readonly projectFunding: ProjectFundingView;
  readonly wallet: BreakdownWallet | null;
  readonly subscription: SubscriptionBalance | null;
  readonly holds: readonly HoldLine[];
  readonly recentDenials: readonly RecentDenial[];
};

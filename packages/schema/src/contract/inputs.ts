import type { LimitField, UsdLimitChanges } from '@purser/domain/quota/limits';

/**
 * The narrow inputs of use cases, after parsing at an edge. A field left out of a partial update
 * stays as it is; null clears it (a limit: unlimited, an expiry: never).
 */
export type PartialLimits = { readonly [Field in LimitField]?: bigint | null | undefined };

export type PlanFilter = {
  readonly provider?: 'internal' | 'stripe' | undefined;
  readonly activeOnly?: boolean | undefined;
};

export type UpsertPlan = {
  readonly planId: string;
  readonly name?: string | undefined;
  readonly provider?: 'internal' | 'stripe' | undefined;
  readonly stripePriceId?: string | null | undefined;
  readonly monthlyPriceMicroUsd?: bigint | undefined;
  readonly active?: boolean | undefined;
  readonly projectFunded?: boolean | undefined;
  readonly walletBeyondLimits?: boolean | undefined;
  readonly reservationFloorMicroUsd?: bigint | null | undefined;
  readonly notes?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
  /** `If-None-Match: *`: write only when missing. */
  readonly onlyIfMissing?: boolean | undefined;
};

export type QuotaPolicyFilter = {
  readonly planId?: string | undefined;
  readonly bundleId?: string | undefined;
  readonly active?: boolean | undefined;
};

export type SetQuotaPolicy = {
  readonly planId: string;
  readonly bundleId: string;
  readonly limits: PartialLimits;
  /** Token limits given as money, as the caller wrote them: they become tokens where they are written (rule P2). */
  readonly usdLimits?: UsdLimitChanges | undefined;
  readonly active?: boolean | undefined;
  readonly notes?: string | null | undefined;
  readonly onlyIfMissing?: boolean | undefined;
};

export type BudgetPolicyFilter = {
  readonly provider?: string | undefined;
  readonly bundleId?: string | undefined;
  readonly active?: boolean | undefined;
};

export type SetBudgetPolicy = {
  readonly provider: string;
  readonly bundleId: string;
  readonly perHourMicroUsd?: bigint | null | undefined;
  readonly perDayMicroUsd?: bigint | null | undefined;
  readonly perMonthMicroUsd?: bigint | null | undefined;
  readonly active?: boolean | undefined;
  readonly notes?: string | null | undefined;
  readonly onlyIfMissing?: boolean | undefined;
};

export type BreakdownRequest = {
  readonly userId: string;
  readonly bundleId?: string | undefined;
  /** "As if on that plan"; an unknown plan answers null. */
  readonly asPlanId?: string | undefined;
  readonly includeExpiredOverride?: boolean | undefined;
  readonly holdsLimit?: number | undefined;
};

export type TopUpProject = { readonly amountMicroUsd: bigint; readonly notes?: string | undefined };

export type AbsorptionRequest = {
  readonly period: 'hour' | 'day' | 'month';
  readonly groupBy?: 'none' | 'user' | 'bundle' | undefined;
  readonly days: number;
};

export type AbsorptionRow = {
  readonly periodStart: Date;
  readonly groupKey: string | null;
  readonly totalMicroUsd: bigint;
  readonly walletShortMicroUsd: bigint;
  readonly subscriptionOverageMicroUsd: bigint;
  readonly freePlanMicroUsd: bigint;
  /** Of refunds made at Stripe, less what came back of those that failed. */
  readonly refundShortMicroUsd: bigint;
  readonly disputeShortMicroUsd: bigint;
  readonly events: number;
};

export type SpendRequest = {
  readonly groupBy: 'none' | 'provider' | 'bundle' | 'plan' | 'source';
  readonly bucket: 'hour' | 'day';
  readonly from: Date;
  readonly to: Date;
};

export type PriceFilter = {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  /** Only the newest of each model that has begun. */
  readonly inForceOnly?: boolean | undefined;
};

export type SetPrice = {
  readonly provider: string;
  readonly model: string;
  /** When it begins: never in the past; now unless sent. */
  readonly effectiveFrom?: Date | undefined;
  readonly inputPicoUsd?: bigint | null | undefined;
  readonly outputPicoUsd?: bigint | null | undefined;
  readonly cacheReadPicoUsd?: bigint | null | undefined;
  readonly cacheWritePicoUsd?: bigint | null | undefined;
  /** Every unit that has a price; replaces the list of the version before. */
  readonly unitPrices?:
    | readonly { readonly kind: string; readonly pricePicoUsd: bigint }[]
    | undefined;
};

export type SetReferencePrice = {
  readonly provider: string;
  readonly model: string;
  /** Pico-dollars of one token, above zero; the model's output price in force unless sent. */
  readonly pricePicoUsd?: bigint | undefined;
};

export type SetReservationFloor = {
  readonly target: 'plan' | 'bundle';
  readonly id: string;
  /** The least a turn holds; null = no floor. */
  readonly floorMicroUsd: bigint | null;
};

export type GrantFilter = {
  readonly userId?: string | undefined;
  readonly bundleId?: string | undefined;
  readonly mode?: 'add' | 'replace' | undefined;
  readonly includeExpired?: boolean | undefined;
  /** Only grants that end within so many days. */
  readonly expiringWithinDays?: number | undefined;
};

export type UserGrantTotals = {
  readonly userId: string;
  readonly grantCount: number;
  readonly requestsPerDay: bigint;
  readonly tokensPerDay: bigint;
  readonly earliestExpiry: Date | null;
  readonly latestPurchase: Date | null;
};

export type CreateGrant = {
  readonly userId: string;
  readonly bundleId: string;
  readonly mode: 'add' | 'replace';
  readonly limits: PartialLimits;
  /** As in `SetQuotaPolicy`. */
  readonly usdLimits?: UsdLimitChanges | undefined;
  readonly source: 'operator' | 'trial' | 'purchase' | 'stripe';
  /** Days from now; null = never. */
  readonly expiresInDays: number | null;
  readonly purchaseId?: string | undefined;
  readonly purchaseAmountMicroUsd?: bigint | undefined;
  readonly notes?: string | undefined;
};

export type RevokeGrants =
  | { readonly grantId: string }
  | { readonly userId: string; readonly bundleId: string; readonly mode: 'add' }
  | { readonly userId: string; readonly mode: 'replace' };

export type UserFilter = {
  /** Prefix or part of the user id. */
  readonly search?: string | undefined;
  readonly planId?: string | undefined;
  readonly status?: 'active' | 'suspended' | 'near_limit' | 'over_limit' | 'denied' | undefined;
};

export type SetUserRole = {
  readonly userId: string;
  readonly role: 'admin' | 'anonymous' | 'registered';
};

export type AddWalletCredits = {
  readonly userId: string;
  readonly amountMicroUsd: bigint;
  readonly source: 'payment' | 'operator' | 'promotion';
  readonly referenceProvider?: string | undefined;
  readonly referenceModel?: string | undefined;
  readonly purchaseId?: string | undefined;
  readonly expiresInDays?: number | null | undefined;
  readonly notes?: string | undefined;
};

export type UserSearchText = {
  /** Part of a user id. */
  readonly search?: string | undefined;
};

export type WalletFilter = UserSearchText & {
  /** Only wallets with money in lots that end within so many days. */
  readonly expiringWithinDays?: number | undefined;
};

export type AccountFilter = {
  readonly kind?: string | undefined;
  readonly search?: string | undefined;
};

/** Which movements of an account are asked for. */
export type TransferMatch = {
  readonly kind?: string | undefined;
  readonly phase?: 'post' | 'hold' | 'settle' | 'void' | 'expire' | undefined;
};

export type TransferFilter = TransferMatch & {
  readonly accountId?: string | undefined;
  readonly turnId?: string | undefined;
  readonly asOf?: Date | undefined;
};

export type LedgerVerification = {
  readonly checkedAt: Date;
  readonly accounts: number;
  readonly transfers: number;
  /** Transfers that seals stand for, and those that wait for one (rule A8). */
  readonly sealed: number;
  readonly waiting: number;
  /** The hash of the last seal; null before the first. */
  readonly sealHead: string | null;
  readonly balanced: boolean;
  readonly differences: readonly { readonly accountId: string; readonly what: string }[];
};

export type TurnFilter = {
  readonly userId?: string | undefined;
  readonly state?: 'admitted' | 'settled' | 'released' | 'expired' | undefined;
};

export type DenialFilter = {
  readonly userId?: string | undefined;
  readonly reason?: string | undefined;
};

export type AuditFilter = {
  readonly targetType?: string | undefined;
  readonly targetId?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
};

export type CreateServiceKey = { readonly name: string; readonly scopes: readonly string[] };

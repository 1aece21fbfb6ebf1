import type { BudgetPolicyView } from './views.ts';

export type BalanceView = {
  readonly creditsMicroUsd: bigint;
  readonly debitsMicroUsd: bigint;
  readonly balanceMicroUsd: bigint;
  readonly heldMicroUsd: bigint;
  readonly availableMicroUsd: bigint;
  readonly overdraftMicroUsd: bigint | null;
};

export type LotView = BalanceView & {
  readonly id: string;
  readonly source: 'payment' | 'operator' | 'promotion';
  readonly purchaseId: string | null;
  readonly referenceModel: string;
  readonly notes: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly isExpired: boolean;
};

export type WalletView = {
  readonly userId: string;
  readonly hasWallet: boolean;
  readonly purchasedMicroUsd: bigint;
  readonly spentMicroUsd: bigint;
  readonly refundedMicroUsd: bigint;
  readonly expiredMicroUsd: bigint;
  readonly heldMicroUsd: bigint;
  readonly availableMicroUsd: bigint;
  /** The default price that states money in reference tokens. */
  readonly referencePricePicoUsd: bigint;
  readonly referenceModel: string;
  readonly lots: readonly LotView[];
  readonly lastPurchase: {
    readonly id: string | null;
    readonly amountMicroUsd: bigint;
    readonly notes: string | null;
  } | null;
};

/** All wallets of a project in one sum, in micro-dollars. */
export type WalletTotalsView = {
  readonly wallets: number;
  readonly lots: number;
  readonly putInMicroUsd: bigint;
  /** Spent, refunded or expired and booked. */
  readonly goneMicroUsd: bigint;
  readonly heldMicroUsd: bigint;
  readonly availableMicroUsd: bigint;
  /** Available now in lots that end within seven days. */
  readonly expiringMicroUsd: bigint;
};

export type AccountView = BalanceView & {
  readonly id: string;
  readonly kind: string;
  readonly unit: string;
  readonly reference: string;
  readonly userId: string | null;
  readonly version: bigint;
  readonly lastRecordedAt: Date;
  readonly closedAt: Date | null;
};

export type TransferView = {
  readonly id: string;
  readonly phase: 'post' | 'hold' | 'settle' | 'void' | 'expire';
  readonly kind: string;
  readonly debit: { readonly id: string; readonly kind: string; readonly reference: string };
  readonly credit: { readonly id: string; readonly kind: string; readonly reference: string };
  readonly amountMicroUsd: bigint;
  readonly holdId: string | null;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly reason: string;
  readonly idempotencyKey: string;
  readonly turnId: string | null;
  readonly externalId: string | null;
};

export type SpendWindows = {
  readonly hourMicroUsd: bigint;
  readonly dayMicroUsd: bigint;
  readonly monthMicroUsd: bigint;
};

export type ProjectBudgetView = BalanceView & {
  readonly overdraftUsedMicroUsd: bigint;
  readonly lifetimeAddedMicroUsd: bigint;
  readonly lifetimeSpentMicroUsd: bigint;
  readonly spending: SpendWindows;
  readonly byBundle: readonly (SpendWindows & { readonly bundleId: string })[];
};

export type ProviderBudgetView = {
  readonly provider: string;
  readonly bundleId: string;
  readonly policy: BudgetPolicyView | null;
  readonly windows: readonly {
    readonly window: 'hour' | 'day' | 'month';
    readonly limitMicroUsd: bigint | null;
    readonly spentMicroUsd: bigint;
    readonly heldMicroUsd: bigint;
    readonly resetsAt: Date;
  }[];
};

/** Time series for charts: one point per bucket and group, gaps left out. */
export type SpendPoint = {
  readonly bucketStart: Date;
  readonly group: string;
  readonly amountMicroUsd: bigint;
  readonly turns: number;
};

export type ReferenceView = {
  readonly provider: string;
  readonly model: string;
  readonly pricePicoUsd: bigint;
};

/** What a command wrote, with the price that stated its tokens in money then: a replay says the same. */
export type Priced<Written> = Written & { readonly reference: ReferenceView };

/** The least that turns of a plan, or in a bundle, hold. */
export type ReservationFloorView = {
  readonly target: 'plan' | 'bundle';
  readonly id: string;
  readonly floorMicroUsd: bigint | null;
};

/** A line of the price table: pico-dollars per unit, null where this kind has no price of its own. */
export type PriceView = {
  readonly provider: string;
  readonly model: string;
  readonly effectiveFrom: Date;
  /** Whether it is the newest that has begun. */
  readonly inForce: boolean;
  readonly inputPicoUsd: bigint | null;
  readonly outputPicoUsd: bigint | null;
  readonly cacheReadPicoUsd: bigint | null;
  readonly cacheWritePicoUsd: bigint | null;
  readonly unitPrices: readonly { readonly kind: string; readonly pricePicoUsd: bigint }[];
  readonly createdBy: string;
  readonly createdAt: Date;
};

/** What users paid, by where the purchase came from: wallet credits and bought grants. */
export type RevenueView = {
  readonly purchaseCount: number;
  readonly totalMicroUsd: bigint;
  /** Floored; null when there was no purchase. */
  readonly averageMicroUsd: bigint | null;
  readonly bySource: readonly {
    readonly source: string;
    readonly purchaseCount: number;
    readonly totalMicroUsd: bigint;
  }[];
};

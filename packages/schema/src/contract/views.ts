import type { LimitField } from '@purser/domain/quota/limits';
import type { FundingCapacity, MoneySource } from '@purser/domain/turn/fund-admission';

/**
 * What use cases answer: plain values shared by REST, GraphQL and the dashboard. Money is bigint
 * micro-dollars, instants are Dates, null in a limit means unlimited.
 */
export type LimitValues = Readonly<Record<LimitField, bigint | null>>;

export type PlanView = {
  readonly planId: string;
  readonly name: string;
  readonly audience: 'user' | 'tenant';
  readonly provider: 'internal' | 'stripe';
  readonly monthlyPriceMicroUsd: bigint;
  readonly stripePriceId: string | null;
  readonly active: boolean;
  readonly projectFunded: boolean;
  readonly walletBeyondLimits: boolean;
  readonly reservationFloorMicroUsd: bigint | null;
  readonly notes: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type QuotaPolicyView = {
  readonly planId: string;
  readonly bundleId: string;
  readonly limits: LimitValues;
  readonly active: boolean;
  readonly notes: string | null;
  readonly version: number;
  readonly createdBy: string;
  readonly updatedBy: string;
  readonly updatedAt: Date;
};

export type BudgetPolicyView = {
  readonly provider: string;
  readonly bundleId: string;
  readonly perHourMicroUsd: bigint | null;
  readonly perDayMicroUsd: bigint | null;
  readonly perMonthMicroUsd: bigint | null;
  readonly active: boolean;
  readonly notes: string | null;
  readonly version: number;
  readonly updatedBy: string;
  readonly updatedAt: Date;
};

export type GrantView = {
  readonly id: string;
  readonly userId: string;
  readonly bundleId: string;
  readonly mode: 'add' | 'replace';
  /** The limits this grant sets; only these count. */
  readonly fields: readonly LimitField[];
  readonly limits: LimitValues;
  readonly source: 'operator' | 'trial' | 'purchase' | 'stripe';
  readonly purchaseId: string | null;
  readonly purchaseAmountMicroUsd: bigint | null;
  readonly notes: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly isExpired: boolean;
  readonly isActive: boolean;
};

export type UserView = {
  readonly userId: string;
  readonly role: 'admin' | 'anonymous' | 'registered';
  readonly suspendedAt: Date | null;
  readonly suspendedReason: string | null;
  readonly createdAt: Date;
  readonly planId: string;
  readonly planSource: string;
};

/** A row of the Users list: the user and what an operator scans for. */
export type UserSummaryView = UserView & {
  readonly requestsToday: number;
  readonly requestsPerDayLimit: bigint | null;
  readonly tokensToday: bigint;
  readonly walletMicroUsd: bigint;
  readonly activeGrants: number;
  readonly lastTurnAt: Date | null;
};

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

export type DenialView = {
  /** The decision's id, as its answer gave it. */
  readonly id: string;
  readonly userId: string;
  readonly turnId: string;
  readonly bundleId: string | null;
  readonly planId: string;
  readonly reasons: readonly string[];
  readonly denials: readonly Readonly<Record<string, unknown>>[];
  /** What each money source looked at could have held; empty where an older version kept none. */
  readonly funding: readonly FundingCapacity[];
  readonly deniedAt: Date;
};

/** A finite limit as an admission saw it, the turn's own hold not counted. */
export type DecisionLimitView = {
  readonly limit: LimitField;
  readonly scope: string;
  readonly allowed: bigint;
  readonly used: bigint;
  readonly held: bigint;
  readonly resetsAt: Date | null;
};

/** What the admission of a turn was decided by and what it held. */
export type DecisionView = {
  readonly usedReplenishment: boolean;
  readonly grantIds: readonly string[];
  readonly money: readonly { readonly source: MoneySource; readonly amountMicroUsd: bigint }[];
  readonly limits: readonly DecisionLimitView[];
};

export type TurnView = {
  /** The admission's own id, as its answer gave it. */
  readonly decisionId: string;
  readonly turnId: string;
  readonly userId: string;
  readonly bundleId: string | null;
  readonly class: string;
  readonly state: 'admitted' | 'settled' | 'released' | 'expired';
  readonly planId: string;
  readonly planSource: string;
  readonly estimateTokens: bigint;
  readonly heldTokens: bigint;
  readonly providers: readonly string[];
  readonly decision: DecisionView;
  readonly admittedAt: Date;
  readonly expiresAt: Date;
  readonly closedAt: Date | null;
  readonly outcome: string | null;
  readonly costMicroUsd: bigint | null;
  readonly tokensCharged: bigint | null;
  readonly usage: readonly Readonly<Record<string, unknown>>[] | null;
  readonly result: Readonly<Record<string, unknown>> | null;
};

export type TurnLineageView = {
  readonly turn: TurnView | null;
  readonly transfers: readonly TransferView[];
  readonly denials: readonly DenialView[];
};

export type AuditEntryView = {
  readonly id: string;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string;
  readonly sourceAddress: string | null;
  readonly sealedSeq: bigint | null;
};

export type ServiceKeyView = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
};

export type JobView = {
  readonly name: string;
  readonly description: string;
  readonly schedule: string;
  readonly lastRun: JobRunView | null;
  readonly nextRunAt: Date | null;
};

export type JobRunView = {
  readonly id: string;
  readonly job: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly handled: number;
  readonly failed: number;
  readonly error: string | null;
  readonly trigger: string;
};

export type AlertView = {
  readonly id: string;
  readonly kind: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
};

export type OverviewView = {
  readonly now: Date;
  readonly clock: { readonly offsetMs: bigint; readonly frozen: boolean };
  readonly project: ProjectBudgetView;
  readonly turnsToday: number;
  readonly deniedToday: number;
  readonly activeUsersToday: number;
  readonly liveTurns: number;
  readonly revenue30d: { readonly purchases: number; readonly totalMicroUsd: bigint };
  readonly expiringGrants7d: number;
  readonly expiringLots7d: number;
  /** Live subscriptions by what Stripe or an operator last said of them. */
  readonly subscriptions: { readonly active: number; readonly pastDue: number };
  readonly fallbackPlans: readonly string[];
  readonly alerts: readonly AlertView[];
  readonly ledger: {
    readonly checkedAt: Date | null;
    readonly balanced: boolean | null;
    /** The first places where the ledger does not say what its transfers say. */
    readonly found: readonly { readonly accountId: string; readonly what: string }[];
  };
  readonly auditChain: {
    readonly checkedAt: Date | null;
    readonly whole: boolean | null;
    readonly sealed: number;
    /** The first place that is not what the entries make of it. */
    readonly brokenAtSeq: bigint | null;
  };
  readonly seeding: { readonly done: number; readonly total: number } | null;
  /** The story of the tour: a denied user, when the demo is on. */
  readonly story: {
    readonly userId: string;
    readonly turnId: string;
    readonly sentence: string;
  } | null;
};

export type ReferenceView = {
  readonly provider: string;
  readonly model: string;
  readonly pricePicoUsd: bigint;
};

/** What a command wrote, with the price that stated its tokens in money then: a replay says the same. */
export type Priced<Written> = Written & { readonly reference: ReferenceView };

export type ProjectView = {
  readonly tenantUuid: string;
  readonly tenantSlug: string;
  readonly tenantName: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  readonly defaultPlanId: string;
  readonly fallbackLimits: LimitValues;
  readonly reference: ReferenceView;
  readonly renewalGraceSeconds: number;
  readonly providersRequired: boolean;
  readonly createdAt: Date;
  readonly clock: { readonly now: Date; readonly offsetMs: bigint; readonly frozen: boolean };
};

/** A project's clock; only one of kind demo, test or sandbox can be moved. */
export type ClockView = {
  readonly kind: string;
  readonly now: Date;
  readonly offsetMs: bigint;
  readonly frozen: boolean;
};

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

/** A grant, a wallet lot or a subscription that ends soon. */
export type ExpiringView = {
  readonly kind: 'grant' | 'lot' | 'subscription';
  readonly id: string;
  readonly userId: string;
  readonly label: string;
  readonly expiresAt: Date;
  /** Whole days, rounded up. */
  readonly daysRemaining: number;
};

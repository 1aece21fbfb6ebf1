import type { LimitField } from '@purser/domain/quota/limits';

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

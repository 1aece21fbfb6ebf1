import type { BalanceView } from './money-views.ts';

/** Statuses a subscription can have; others that Stripe may say are stored as given and count as not active. */
export type SubscriptionStatus =
  | 'active'
  | 'past_due'
  | 'canceled'
  | 'suspended'
  | 'incomplete'
  | (string & {});

export type SubscriptionView = {
  readonly id: string;
  readonly userId: string;
  readonly planId: string;
  readonly provider: 'internal' | 'stripe';
  readonly status: SubscriptionStatus;
  /** Whether it gives its plan now (rule P8). */
  readonly isActive: boolean;
  readonly monthlyPriceMicroUsd: bigint;
  readonly startedAt: Date;
  readonly nextChargeAt: Date | null;
  readonly lastChargedAt: Date | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: Date | null;
  /** A downgrade that waits for the period's end. */
  readonly pendingPlanId: string | null;
  readonly overdraftMicroUsd: bigint | null;
  readonly stripeCustomerId: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly stripePriceId: string | null;
  /** Stripe's own word for the status. */
  readonly stripeStatus: string | null;
  /** Since when an invoice has not been paid. */
  readonly pastDueSince: Date | null;
  /** The period that turns are paid from; null without a price. */
  readonly period: PeriodView | null;
  /** Over all periods of this subscription. */
  readonly lifetimeAddedMicroUsd: bigint;
  readonly lifetimeSpentMicroUsd: bigint;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** One paid period [startsAt, endsAt): topped up = spent + rolled over + balance. */
export type PeriodView = BalanceView & {
  readonly key: string;
  readonly subscriptionId: string;
  readonly userId: string;
  readonly planId: string;
  readonly status: 'open' | 'closed';
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly toppedUpMicroUsd: bigint;
  /** To the project at its end; negative when the project covered its overdraft. */
  readonly rolledOverMicroUsd: bigint;
  readonly spentMicroUsd: bigint;
  readonly closedAt: Date | null;
  readonly notes: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type SubscriptionFilter = {
  readonly provider?: 'internal' | 'stripe' | undefined;
  readonly userId?: string | undefined;
  readonly planId?: string | undefined;
  readonly status?: string | undefined;
  /** Canceled ones too; by default only live ones. */
  readonly includeCanceled?: boolean | undefined;
};

export type PeriodFilter = {
  readonly userId: string;
  readonly status?: 'open' | 'closed' | undefined;
};

export type CreateSubscription = {
  readonly userId: string;
  readonly planId: string;
  /** Must be the plan's own when given. */
  readonly provider?: 'internal' | 'stripe' | undefined;
  readonly stripePriceId?: string | undefined;
  readonly stripeCustomerId?: string | undefined;
};

export type SubscriptionCreated = {
  readonly action: 'created' | 'duplicate';
  readonly subscription: SubscriptionView;
  /** What Stripe made; null for an internal subscription, and as long as Stripe has not answered. */
  readonly stripe: StripeSubscriptionMade | null;
};

/** With these a browser pays the first invoice. */
export type StripeSubscriptionMade = {
  readonly customerId: string | null;
  readonly subscriptionId: string | null;
  readonly latestInvoiceId: string | null;
  readonly paymentIntentId: string | null;
  readonly clientSecret: string | null;
};

export type RenewSubscription = {
  readonly userId: string;
  /** The period to end; without it the one whose end has passed. */
  readonly periodKey?: string | undefined;
  /** At most now; only recorded as `lastChargedAt`. */
  readonly chargeAt?: Date | undefined;
};

export type Renewal = {
  readonly action: 'applied' | 'duplicate' | 'not_due';
  /** The event's id: `renewal:<period key>`. */
  readonly externalId: string | null;
  readonly closedPeriodKey: string | null;
  readonly openedPeriodKey: string | null;
  readonly toppedUpMicroUsd: bigint;
  readonly rolledOverMicroUsd: bigint;
  /** Missed periods that were noted, without money. */
  readonly skippedPeriods: number;
  readonly chargedAt: Date | null;
  readonly nextChargeAt: Date | null;
};

export type TopUpSubscription = {
  readonly userId: string;
  readonly amountMicroUsd: bigint;
  /** Again although the period was topped up by hand before. */
  readonly force?: boolean | undefined;
};

export type SetSubscriptionOverdraft = {
  readonly userId: string;
  /** Null = unlimited, 0 = none. */
  readonly overdraftMicroUsd: bigint | null;
};

export type ChangePlan = { readonly userId: string; readonly planId: string };

export type PlanChanged = {
  readonly action: 'upgraded' | 'scheduled' | 'unchanged';
  readonly effectiveAt: Date;
  /** What the upgrade adds to the open period. */
  readonly differenceMicroUsd: bigint;
  readonly subscription: SubscriptionView;
};

export type CancelSubscription = {
  readonly userId?: string | undefined;
  readonly stripeSubscriptionId?: string | undefined;
  /** Internal: false unless asked. */
  readonly atPeriodEnd?: boolean | undefined;
};

export type SubscriptionCanceled = {
  readonly action: 'pending' | 'applied' | 'duplicate';
  readonly subscription: SubscriptionView;
};

/** Periods that one sweep closes at most; sent again it goes on where it ended. */
export const sweepPeriodsMax = 1_000;

/** Turns whose holds one reap ends at most. */
export const reapTurnsMax = 10_000;

export type SweepPeriods = {
  readonly userId?: string | undefined;
  /** Periods at most, up to `sweepPeriodsMax`. */
  readonly limit: number;
};

export type PeriodsSwept = {
  /** Of one user: what happened to the period whose end has passed. */
  readonly action: 'applied' | 'duplicate' | 'not_due';
  readonly count: number;
  readonly movedMicroUsd: bigint;
  readonly failed: number;
  readonly periodKeys: readonly string[];
};

/** Expired holds of one user, of one period, or of the whole project. */
export type ReapHolds = {
  readonly userId?: string | undefined;
  readonly periodKey?: string | undefined;
  /** Turns at most, up to `reapTurnsMax`. */
  readonly limit: number;
};

export type HoldsReaped = {
  /** Turns whose holds were ended. */
  readonly expired: number;
  readonly periodKeys: readonly string[];
};

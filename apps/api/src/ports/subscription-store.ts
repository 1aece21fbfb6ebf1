import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import type {
  PeriodView,
  SubscriptionStatus,
  SubscriptionView,
} from '@purser/schema/contract/subscription';

/** A subscription as stored. */
export type SubscriptionRecord = {
  readonly id: string;
  readonly userId: bigint;
  readonly planId: string;
  readonly provider: SubscriptionView['provider'];
  readonly status: SubscriptionStatus;
  readonly monthlyPriceMicroUsd: bigint;
  readonly anchorDay: number;
  /** The period that turns are paid from, or the last one that was; null without a price. */
  readonly currentPeriodKey: string | null;
  readonly nextChargeAt: Date | null;
  readonly lastChargedAt: Date | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: Date | null;
  readonly pendingPlanId: string | null;
  readonly overdraftMicroUsd: bigint | null;
  readonly stripeCustomerId: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly stripePriceId: string | null;
  /** Instant of Stripe's newest event in this row, in milliseconds, and how often Stripe's state was written into it (rule X5). */
  readonly stripeVersion: bigint;
  readonly stripeRevision: number;
  /** Stripe's own word for the status. */
  readonly stripeStatus: string | null;
  /** Since when an invoice has not been paid. */
  readonly pastDueSince: Date | null;
  readonly createdBy: string;
  readonly startedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A period as stored; its money is the account of kind `period` with its key as reference. */
export type PeriodRecord = {
  readonly key: string;
  readonly subscriptionId: string;
  readonly userId: bigint;
  readonly planId: string;
  readonly status: PeriodView['status'];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly closedAt: Date | null;
  readonly notes: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A subscription with its current period's money and its sums over all periods. */
export type SubscriptionState = {
  readonly record: SubscriptionRecord;
  /** The project's own id of the user. */
  readonly userId: string;
  readonly period: PeriodView | null;
  readonly lifetimeAddedMicroUsd: bigint;
  readonly lifetimeSpentMicroUsd: bigint;
};

/** What a renewal, a closing or a top-up did: kept for ever, so that its repetition does nothing (rule S5). */
export type SubscriptionEvent = {
  readonly id: string;
  readonly kind: 'renewal' | 'rollover' | 'topup';
  readonly externalId: string;
  readonly userId: bigint;
  readonly amountMicroUsd: bigint;
  /** What a repetition is answered with. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
};

/** Commands lock the user first; everything below belongs to one user and needs no further lock. */
export interface SubscriptionStore {
  /** The live one, else the newest; null when the user never had one. */
  latest(userId: bigint): Promise<SubscriptionState | null>;
  /** The one that is this subscription at Stripe. */
  ofStripe(stripeSubscriptionId: string): Promise<SubscriptionState | null>;
  /** Inserts or replaces the row of this id. */
  save(subscription: SubscriptionRecord): Promise<void>;
  /** Null unless the user has a period of this key. */
  period(userId: bigint, key: string): Promise<PeriodView | null>;
  /** Inserts or replaces the row of this key. */
  savePeriod(period: PeriodRecord): Promise<void>;
  /** Keys of the user's periods that end after an instant. */
  keysEndingAfter(userId: bigint, instant: Date): Promise<ReadonlySet<string>>;
  /** The event of this id, applied before. */
  event(externalId: string): Promise<SubscriptionEvent | null>;
  addEvent(event: SubscriptionEvent): Promise<void>;
  /** The project's id of the user that a subscription at Stripe belongs to. */
  userOfStripe(stripeSubscriptionId: string): Promise<string | null>;
  /** What choosing a plan reads of the live subscription. */
  facts(userId: bigint): Promise<SubscriptionFacts | null>;
}

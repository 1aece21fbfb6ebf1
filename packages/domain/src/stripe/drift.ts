import type { PaymentObjectFacts, SubscriptionObjectFacts } from './object-facts.ts';
import { subscriptionStatusOf } from './subscription-status.ts';

/** What is stored of a subscription that Stripe decides. */
export type StoredSubscription = {
  readonly stripeSubscriptionId: string;
  readonly status: string;
  readonly cancelAtPeriodEnd: boolean;
  readonly stripePriceId: string | null;
  /** A price that waits for the next period is at Stripe already. */
  readonly pendingPlanId: string | null;
  /** When Stripe charges next, which is when the period ends; null where it ends for good. */
  readonly periodEndsAtMs: number | null;
  readonly stripeCustomerId: string | null;
  /** Instant of the newest event in it. */
  readonly versionMs: number;
};

export type StoredPayment = { readonly id: string; readonly amountCents: bigint };

/** One value that differs; null where there is nothing. */
export type Difference = {
  readonly field: string;
  readonly here: string | null;
  readonly there: string | null;
};

/** Where a subscription here and at Stripe differ (rule X54). What has ended there and never was here is no matter. */
export function subscriptionDrift(
  here: StoredSubscription | null,
  there: SubscriptionObjectFacts,
): Difference[] {
  const status = subscriptionStatusOf(there.status);
  if (here === null) {
    return status === 'canceled' ? [] : [{ field: 'subscription', here: null, there: status }];
  }
  if (status === 'canceled') return differing([['status', here.status, status]]);
  const isMoving = here.pendingPlanId !== null;
  return differing([
    ['status', here.status, status],
    ['cancelAtPeriodEnd', String(here.cancelAtPeriodEnd), String(there.cancelAtPeriodEnd)],
    ['price', here.stripePriceId, isMoving ? here.stripePriceId : there.priceId],
    ...periodEnds(here, there),
  ]);
}

/** One that Stripe does not know cannot live here. */
export function missingSubscriptionDrift({ status }: StoredSubscription): Difference[] {
  return status === 'canceled' ? [] : differing([['subscription', status, null]]);
}

/** Where one side is to end, that difference is told, and there is no next charge to compare. */
function periodEnds(here: StoredSubscription, there: SubscriptionObjectFacts): Compared[] {
  if (here.cancelAtPeriodEnd || there.cancelAtPeriodEnd) return [];
  return [['periodEndsAt', instantText(here.periodEndsAtMs), instantText(there.periodEndsAtMs)]];
}

function instantText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** A payment that its metadata says is ours must be booked, with what was received. */
export function paymentDrift(
  here: StoredPayment | null,
  { status, metadata, amountReceivedCents }: PaymentObjectFacts,
): Difference[] {
  if (status !== 'succeeded') return [];
  const isOurs = metadata.user_id !== undefined && isSale(metadata.purpose, metadata.package);
  if (here === null && !isOurs) return [];
  const amount = here === null ? null : String(here.amountCents);
  return differing([['amountCents', amount, String(amountReceivedCents)]]);
}

function isSale(purpose: string | undefined, packageId: string | undefined): boolean {
  if (purpose === undefined) return packageId !== undefined;
  return purpose === 'wallet_topup' || purpose === 'quota_package';
}

type Compared = readonly [field: string, here: string | null, there: string | null];

function differing(values: readonly Compared[]): Difference[] {
  return values
    .filter(([, here, there]) => here !== there)
    .map(([field, here, there]) => ({ field, here, there }));
}

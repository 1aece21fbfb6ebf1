/** What choosing a plan and a source of money needs to know of a user's live subscription. */
export type SubscriptionFacts = {
  readonly planId: string;
  /** As stored; only `active` can make a subscription active. */
  readonly status: string;
  readonly monthlyPriceMicroUsd: bigint;
  readonly cancelAtPeriodEnd: boolean;
  /** End of the current period; null for a subscription without a price, which has no period. */
  readonly periodEndMs: number | null;
  /** The period that is open and can pay; null when none is. */
  readonly openPeriodKey: string | null;
};

/**
 * Whether a subscription gives its plan now (rule P8): status active, and its period not ended, or
 * ended less than the renewal grace ago. No grace once it is set to cancel at the period's end.
 */
export function isSubscriptionActive(
  subscription: SubscriptionFacts,
  { nowMs, renewalGraceMs }: { readonly nowMs: number; readonly renewalGraceMs: number },
): boolean {
  if (subscription.status !== 'active') return false;
  const { periodEndMs } = subscription;
  if (periodEndMs === null) return true;
  const graceMs = subscription.cancelAtPeriodEnd ? 0 : renewalGraceMs;
  return nowMs < periodEndMs + graceMs;
}

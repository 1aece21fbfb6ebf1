/** A plan, or what a subscription pays for one. */
export type PlanPrice = { readonly planId: string; readonly monthlyPriceMicroUsd: bigint };

/**
 * When a price that changed at Stripe changes the plan (rule X32): a dearer one now, a cheaper one with the next
 * period, as long as one is open.
 */
export function planMove(
  now: PlanPrice,
  next: PlanPrice,
  hasOpenPeriod: boolean,
): 'none' | 'now' | 'at_period_end' {
  if (now.planId === next.planId) return 'none';
  const isCheaper = next.monthlyPriceMicroUsd < now.monthlyPriceMicroUsd;
  return isCheaper && hasOpenPeriod ? 'at_period_end' : 'now';
}

/** What a tenant's plan counts instead of measuring: rows, of which there may be so many at a time. */
export const countedThings = ['domains', 'api_keys'] as const;

export type CountedThing = (typeof countedThings)[number];

/** How many of each a plan allows; null = unlimited. */
export type CountedLimits = Readonly<Record<CountedThing, number | null>>;

/**
 * Whether one more domain may be claimed (rule C4): while fewer are verified than the plan allows, and
 * fewer than twice as many wait for their proof, so that nobody collects names.
 */
export function mayClaimDomain(
  limit: number | null,
  { verified, pending }: { readonly verified: number; readonly pending: number },
): boolean {
  return limit === null || (verified < limit && pending < 2 * limit);
}

/** Whether one more of what is counted fits (rules C4, C5). */
export function mayHaveOneMore(limit: number | null, present: number): boolean {
  return limit === null || present < limit;
}

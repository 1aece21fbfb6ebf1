import { type CountedLimits, countedThings } from '@purser/domain/tenant/counted-limits';
import { type Dimension, dimensions } from '@purser/domain/tenant/dimension';

/** A row of plan_quota: of a dimension, or of what a plan counts. Null = unlimited. */
export type PlanLimitRow = { readonly dimension: string; readonly limit: bigint | null };

/** What a plan allows of each dimension; a dimension it does not name is not in it. */
export function planLimitsOf(
  rows: readonly PlanLimitRow[],
): Readonly<Record<Dimension, bigint | null>> {
  return allowed(rows, dimensions) as Record<Dimension, bigint | null>;
}

/** How many rows of each kind a plan allows. */
export function countedLimitsOf(rows: readonly PlanLimitRow[]): CountedLimits {
  const limits = allowed(rows, countedThings);
  const entries = Object.entries(limits).map(([thing, limit]) => [
    thing,
    limit === null ? null : Number(limit),
  ]);
  return Object.fromEntries(entries) as CountedLimits;
}

function allowed(
  rows: readonly PlanLimitRow[],
  names: readonly string[],
): Record<string, bigint | null> {
  const known = new Map(rows.map(({ dimension, limit }) => [dimension, limit]));
  const entries = names.map((name) => [name, known.has(name) ? (known.get(name) ?? null) : 0n]);
  return Object.fromEntries(entries);
}

import type { Dimension } from './dimension.ts';

export type OverrideMode = 'set' | 'add';

/** A change of one quota for a time [startsAt, expiresAt). */
export type QuotaOverride = {
  readonly id: string;
  readonly dimension: Dimension;
  readonly mode: OverrideMode;
  readonly value: bigint;
  readonly startsAtMs: number;
  readonly expiresAtMs: number;
  readonly revokedAtMs: number | null;
};

/** Whether an override counts at an instant. */
export function isInForce(override: QuotaOverride, nowMs: number): boolean {
  const { startsAtMs, expiresAtMs, revokedAtMs } = override;
  return (
    startsAtMs <= nowMs && nowMs < expiresAtMs && (revokedAtMs === null || nowMs < revokedAtMs)
  );
}

/**
 * A tenant's limit of one dimension at an instant: the plan's, or the newest `set` in force, plus every
 * `add` in force (rule D4). Null = unlimited, and adding to it changes nothing. Ids rise with time.
 */
export function effectiveLimit(
  planLimit: bigint | null,
  overrides: readonly QuotaOverride[],
  { dimension, nowMs }: { readonly dimension: Dimension; readonly nowMs: number },
): bigint | null {
  const inForce = overrides.filter((one) => one.dimension === dimension && isInForce(one, nowMs));
  const newestSet = inForce
    .filter(({ mode }) => mode === 'set')
    .sort((a, b) => (a.id < b.id ? 1 : -1))[0];
  const base = newestSet?.value ?? planLimit;
  if (base === null) return null;
  return inForce.filter(({ mode }) => mode === 'add').reduce((sum, { value }) => sum + value, base);
}

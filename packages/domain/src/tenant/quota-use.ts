/** How one dimension of a tenant's quota is used, as people read it (rule C3). */
export type QuotaUse = {
  /** Null = unlimited. */
  readonly limit: bigint | null;
  /** What has been reported, never what is only leased. */
  readonly used: bigint;
  readonly inFlight: bigint;
};

/** What may still be leased, never below 0; null = without a bound. */
export function quotaAvailable({ limit, used, inFlight }: QuotaUse): bigint | null {
  if (limit === null) return null;
  const left = limit - used - inFlight;
  return left < 0n ? 0n : left;
}

/** Used of the limit in percent, to a tenth, rounded down; null without a limit, 100 of a limit of 0 that is used. */
export function percentUsed({ limit, used }: QuotaUse): number | null {
  if (limit === null) return null;
  if (limit === 0n) return used > 0n ? 100 : 0;
  return Number((used * 1_000n) / limit) / 10;
}

/**
 * When the limit will be reached if usage goes on as it has since the period began; null when it will not
 * be within the period, or nothing was used yet.
 */
export function projectedExhaustionMs(
  { limit, used }: QuotaUse,
  {
    startsAtMs,
    endsAtMs,
    nowMs,
  }: { readonly startsAtMs: number; readonly endsAtMs: number; readonly nowMs: number },
): number | null {
  if (limit === null || used === 0n || nowMs <= startsAtMs) return null;
  if (used >= limit) return nowMs;
  const elapsedMs = BigInt(nowMs - startsAtMs);
  const atMs = startsAtMs + Number((limit * elapsedMs) / used);
  return atMs < endsAtMs ? atMs : null;
}

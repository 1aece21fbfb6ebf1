import { type LeasedAmounts, type LeasedDimension, leasedDimensions } from '../tenant/dimension.ts';

/** A report may be so many times the largest lease its data plane ever had (rule D13). */
const plausibleFactor = 10n;

/** A plane that never had a larger lease may report as if it had had this one: the guide's. */
const largestLeaseMin: Readonly<Record<LeasedDimension, bigint>> = {
  bandwidth: 10n * 1024n ** 3n,
  transforms: 100_000n,
};

/** How far ahead of ours a data plane's clock may be in a report. */
const reportAheadMs = 300_000;

/**
 * Whether what a data plane says it spent can be: leases cover it, or it is within ten times the plane's
 * largest lease (rule D13). A counter that broke must not become a customer's bill.
 */
export function isPlausible(
  dimension: LeasedDimension,
  {
    used,
    beyondLeases,
    largestLease,
  }: { readonly used: bigint; readonly beyondLeases: bigint; readonly largestLease: bigint },
): boolean {
  if (beyondLeases === 0n) return true;
  const least = largestLeaseMin[dimension];
  return used <= plausibleFactor * (largestLease > least ? largestLease : least);
}

/** Whether what is said needs the plane's largest lease to be judged: every usual lease explains less. */
export function isDoubtful(used: LeasedAmounts): boolean {
  return leasedDimensions.some(
    (dimension) => used[dimension] > plausibleFactor * largestLeaseMin[dimension],
  );
}

/** Whether a report speaks of a time that has not come (rule D13). */
export function isInFuture(reportedAtMs: number, nowMs: number): boolean {
  return reportedAtMs > nowMs + reportAheadMs;
}

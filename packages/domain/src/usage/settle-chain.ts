import { type OpenLease, remainingOf } from '../lease/lease.ts';
import { minBigint } from '../money/divide.ts';
import type { LeasedDimension } from '../tenant/dimension.ts';

/** How a reported amount is taken: from holds, in this order, and the rest from the quota itself. */
export type ChainSettlement = {
  readonly fromLeases: readonly { readonly leaseId: string; readonly amount: bigint }[];
  readonly beyond: bigint;
};

/**
 * Takes a reported amount out of a data plane's leases: the active one, then those in doubt, the oldest
 * first (rule D8). Usage that happened is never refused: what no lease covers is booked all the same.
 */
export function settleChain(
  leases: readonly OpenLease[],
  dimension: LeasedDimension,
  used: bigint,
): ChainSettlement {
  const fromLeases: { leaseId: string; amount: bigint }[] = [];
  let beyond = used;
  for (const lease of [...leases].sort(activeThenOldest)) {
    const remaining = remainingOf(lease, dimension);
    const amount = minBigint(remaining, beyond);
    if (amount <= 0n) continue;
    fromLeases.push({ leaseId: lease.id, amount });
    beyond -= amount;
  }
  return { fromLeases, beyond };
}

function activeThenOldest(a: OpenLease, b: OpenLease): number {
  if ((a.state === 'active') !== (b.state === 'active')) return a.state === 'active' ? -1 : 1;
  return a.seq < b.seq ? -1 : 1;
}

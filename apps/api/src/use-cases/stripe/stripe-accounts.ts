import type { AccountRef } from '../../ports/ledger.ts';

/** Where money comes from and goes back to that Stripe has taken. */
export const stripeFunding: AccountRef = { kind: 'funding', reference: 'stripe' };

export const breakage: AccountRef = { kind: 'breakage', reference: '' };

export function lotAccount(lotId: string, userId: bigint): AccountRef {
  return { kind: 'wallet', reference: lotId, ownerId: userId };
}

export function revenueOf(packageId: string): AccountRef {
  return { kind: 'revenue', reference: packageId };
}

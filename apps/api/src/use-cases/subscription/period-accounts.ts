import type { AccountRef } from '../../ports/ledger.ts';

/** Where the money of one period is (rule S3). */
export function periodAccount(
  key: string,
  of: { readonly userId: bigint; readonly overdraftMicroUsd: bigint | null },
): AccountRef {
  return {
    kind: 'period',
    reference: key,
    ownerId: of.userId,
    overdraftMicroUsd: of.overdraftMicroUsd,
  };
}

export const projectAccount: AccountRef = { kind: 'project', reference: '' };

/** What Stripe received: it pays for the periods of invoices. */
export const stripeFunding: AccountRef = { kind: 'funding', reference: 'stripe' };

/** Pays for internal periods: the operator's own books. */
export const operatorFunding: AccountRef = { kind: 'funding', reference: 'operator' };

import { formatUsdExact } from '../money/format-usd.ts';
import { microPerCent } from '../money/micro-usd.ts';
import { accepted, type Outcome, rejected } from '../outcome.ts';
import type { QuotaPackage } from '../plan/seed.ts';
import type { StripeMetadata } from './object-facts.ts';

/** What somebody wants to pay for. */
export type PurchaseOrder = {
  /** A package unless said otherwise. */
  readonly purpose?: 'wallet_topup' | 'quota_package' | undefined;
  readonly packageId?: string | undefined;
  readonly amountMicroUsd: bigint;
};

export type Purchase = {
  readonly amountMicroUsd: bigint;
  /** What says, when the payment has succeeded, what it was for (rule E3). */
  readonly metadata: StripeMetadata;
};

export type PurchaseRejection = {
  readonly code: 'invalid_value';
  readonly field: 'packageId' | 'amountMicroUsd';
  readonly message: string;
};

/** Half a dollar: Stripe takes no less in one payment. */
const leastMicroUsd = 500_000n;

/** What is sold, so that its payment will be credited: a package at its price, or credits for any amount (rule X15). */
export function decidePurchase(
  { purpose, packageId, amountMicroUsd }: PurchaseOrder,
  packages: readonly QuotaPackage[],
): Outcome<Purchase, PurchaseRejection> {
  if (amountMicroUsd < leastMicroUsd || amountMicroUsd % microPerCent !== 0n) {
    return rejected(wrong('amountMicroUsd', 'A payment is of whole cents, fifty at least.'));
  }
  if (purpose === 'wallet_topup') {
    if (packageId === undefined) return accepted({ amountMicroUsd, metadata: { purpose } });
    return rejected(wrong('packageId', 'Credits are bought by amount: send no package.'));
  }
  const sold = packages.find((each) => each.packageId === packageId);
  if (packageId === undefined || sold === undefined) {
    const known = packages.map((each) => each.packageId).join(', ');
    return rejected(wrong('packageId', `Name the package: there are ${known}.`));
  }
  if (sold.priceMicroUsd !== amountMicroUsd) {
    const price = formatUsdExact(sold.priceMicroUsd);
    return rejected(wrong('amountMicroUsd', `The package ${packageId} costs ${price}.`));
  }
  return accepted({ amountMicroUsd, metadata: { purpose: 'quota_package', package: packageId } });
}

function wrong(field: PurchaseRejection['field'], message: string): PurchaseRejection {
  return { code: 'invalid_value', field, message };
}

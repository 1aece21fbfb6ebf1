import { formatUsdExact } from '../money/format-usd.ts';
import { microPerCent } from '../money/micro-usd.ts';
import { accepted, type Outcome, rejected } from '../outcome.ts';
import type { QuotaPackage } from '../plan/seed.ts';
import type { LimitChanges } from '../quota/limits.ts';
import { customMetadata, customPackage, expiresInDaysDefault } from './custom-package.ts';
import type { StripeMetadata } from './object-facts.ts';

/** What somebody wants to pay for. */
export type PurchaseOrder = {
  /** A package unless said otherwise. */
  readonly purpose?: 'wallet_topup' | 'quota_package' | undefined;
  readonly packageId?: string | undefined;
  /** Amounts of its own instead of a package (rule E4). */
  readonly adds?: LimitChanges | undefined;
  readonly expiresInDays?: number | undefined;
  readonly amountMicroUsd: bigint;
};

export type Purchase = {
  readonly amountMicroUsd: bigint;
  /** What says, when the payment has succeeded, what it was for (rule E3). */
  readonly metadata: StripeMetadata;
};

export type PurchaseRejection = {
  readonly code: 'invalid_value';
  readonly field: 'packageId' | 'adds' | 'expiresInDays' | 'amountMicroUsd';
  readonly message: string;
};

/** Half a dollar: Stripe takes no less in one payment. */
const leastMicroUsd = 500_000n;

/**
 * What is sold, so that its payment will be credited: a package at its price, credits for any amount, or amounts
 * of its own at the price that is asked for (rule X15).
 */
export function decidePurchase(
  order: PurchaseOrder,
  packages: readonly QuotaPackage[],
): Outcome<Purchase, PurchaseRejection> {
  const { purpose, packageId, amountMicroUsd } = order;
  if (amountMicroUsd < leastMicroUsd || amountMicroUsd % microPerCent !== 0n) {
    return rejected(wrong('amountMicroUsd', 'A payment is of whole cents, fifty at least.'));
  }
  if (isCustomOrder(order)) return decideCustom(order);
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

/** Whether somebody asks for amounts that no price list names. */
export function isCustomOrder({
  adds = {},
  expiresInDays,
}: Pick<PurchaseOrder, 'adds' | 'expiresInDays'>): boolean {
  return Object.keys(adds).length > 0 || expiresInDays !== undefined;
}

function decideCustom({
  purpose,
  packageId,
  adds = {},
  expiresInDays = expiresInDaysDefault,
  amountMicroUsd,
}: PurchaseOrder): Outcome<Purchase, PurchaseRejection> {
  if (packageId !== undefined) {
    return rejected(wrong('packageId', 'Send a package or amounts of your own, not both.'));
  }
  if (purpose === 'wallet_topup') {
    return rejected(wrong('adds', 'Credits are bought by amount: send no limits.'));
  }
  if (Object.values(adds).includes(null)) {
    return rejected(wrong('adds', 'What is sold has a number: it cannot be unlimited.'));
  }
  const stated = customMetadata(adds, expiresInDays);
  const read = customPackage(stated);
  if (read.kind !== 'custom') {
    const field = read.code === 'nothing_named' ? 'adds' : 'expiresInDays';
    return rejected(wrong(field, read.sentence));
  }
  return accepted({ amountMicroUsd, metadata: { purpose: 'quota_package', ...stated } });
}

function wrong(field: PurchaseRejection['field'], message: string): PurchaseRejection {
  return { code: 'invalid_value', field, message };
}

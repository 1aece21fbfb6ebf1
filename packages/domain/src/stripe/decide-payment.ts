import { formatUsdExact } from '../money/format-usd.ts';
import { centsToMicroUsd } from '../money/micro-usd.ts';
import { everyBundle } from '../plan/plan.ts';
import type { QuotaPackage } from '../plan/seed.ts';
import type { LimitChanges } from '../quota/limits.ts';
import { customPackage } from './custom-package.ts';
import { failed, ignored, type NoEffect } from './event-codes.ts';

/** What Stripe says of a payment that succeeded. */
export type PaymentFacts = {
  readonly paymentId: string;
  /** What was received, in the smallest unit of the currency. */
  readonly amountCents: bigint;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** An invoice's payment is booked by the invoice's own event. */
  readonly isForInvoice: boolean;
};

export type PaymentTerms = {
  readonly packages: readonly QuotaPackage[];
  /** Whether amounts that the metadata states itself are believed (rule E4). */
  readonly isTrusted: boolean;
  /** An operator has looked: the named package is granted whatever was received. */
  readonly acceptAmount: boolean;
};

export type PackageSale = {
  readonly kind: 'package';
  readonly userId: string;
  /** The name of a seeded package, or `custom`. */
  readonly packageId: string;
  readonly bundleId: string;
  readonly adds: LimitChanges;
  readonly expiresInDays: number;
  readonly amountMicroUsd: bigint;
};

export type WalletTopUp = {
  readonly kind: 'wallet';
  readonly userId: string;
  readonly amountMicroUsd: bigint;
};

const userCharactersMax = 255;

/** What a payment buys, or why it buys nothing (rules E2 to E4). */
export function decidePayment(
  facts: PaymentFacts,
  terms: PaymentTerms,
): PackageSale | WalletTopUp | NoEffect {
  const { metadata } = facts;
  const names = namedPurpose(facts);
  if (names.kind !== 'named') return names;
  if (facts.currency.toLowerCase() !== 'usd') {
    return failed(
      'currency_not_usd',
      `The payment is in ${facts.currency.toUpperCase()}; only USD is credited.`,
    );
  }
  const userId = metadata.user_id ?? '';
  if (!isUserId(userId)) {
    return failed(
      'user_missing',
      `The metadata names no user: user_id must have 1 to ${userCharactersMax} characters.`,
    );
  }
  const amountMicroUsd = centsToMicroUsd(facts.amountCents);
  if (amountMicroUsd <= 0n) return failed('amount_mismatch', 'No money was received.');
  if (names.purpose === 'wallet_topup') return { kind: 'wallet', userId, amountMicroUsd };
  return decidePackage({ metadata, userId, amountMicroUsd }, terms);
}

type Purpose = 'wallet_topup' | 'quota_package';

/** `purpose`, or the first guide's bare `package` and `user_id`, which count as a quota package. */
function namedPurpose({
  metadata,
  isForInvoice,
}: PaymentFacts): { readonly kind: 'named'; readonly purpose: Purpose } | NoEffect {
  const { purpose } = metadata;
  if (purpose === 'wallet_topup' || purpose === 'quota_package') return { kind: 'named', purpose };
  if (purpose !== undefined) {
    return ignored('other_purpose', `The payment is for "${purpose}", which is not sold here.`);
  }
  if (isForInvoice) return ignored('invoice_payment', 'The invoice of this payment books it.');
  return { kind: 'named', purpose: 'quota_package' };
}

type Bought = {
  readonly metadata: PaymentFacts['metadata'];
  readonly userId: string;
  readonly amountMicroUsd: bigint;
};

function decidePackage(
  { metadata, userId, amountMicroUsd }: Bought,
  { packages, isTrusted, acceptAmount }: PaymentTerms,
): PackageSale | NoEffect {
  const name = metadata.package;
  if (name === undefined || name === '') {
    const custom = customPackage(metadata);
    if (custom.kind !== 'custom') return custom;
    if (!isTrusted) return untrusted;
    const { adds, expiresInDays } = custom;
    const packageId = 'custom';
    const bundleId = everyBundle;
    return { kind: 'package', userId, packageId, bundleId, adds, expiresInDays, amountMicroUsd };
  }
  const sold = packages.find(({ packageId }) => packageId === name);
  if (sold === undefined) {
    const known = packages.map(({ packageId }) => packageId).join(', ');
    return failed('unknown_package', `There is no package "${name}": there are ${known}.`);
  }
  if (sold.priceMicroUsd !== amountMicroUsd && !acceptAmount) {
    return failed(
      'amount_mismatch',
      `The package ${name} costs ${formatUsdExact(sold.priceMicroUsd)}, but ${formatUsdExact(amountMicroUsd)} was received. Grant it all the same, or refund the payment.`,
    );
  }
  const { packageId, bundleId, adds, expiresInDays } = sold;
  return { kind: 'package', userId, packageId, bundleId, adds, expiresInDays, amountMicroUsd };
}

const untrusted = failed(
  'untrusted_metadata',
  'The metadata states its own amounts, but carries no purser_sig, and STRIPE_TRUST_METADATA is off.',
);

/** Whether a text can be a project's own id of a user. */
export function isUserId(text: string): boolean {
  const characters = [...text].length;
  return characters >= 1 && characters <= userCharactersMax && !text.includes('\0');
}

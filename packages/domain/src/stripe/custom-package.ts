import {
  type LimitChanges,
  type LimitField,
  limitFields,
  limitMax,
  limitNames,
} from '../quota/limits.ts';
import { failed, type NoEffect } from './event-codes.ts';
import type { StripeMetadata } from './object-facts.ts';

export type CustomPackage = {
  readonly kind: 'custom';
  readonly adds: LimitChanges;
  readonly expiresInDays: number;
};

export const expiresInDaysDefault = 30;
/** A hundred years, as at the other edges. */
const daysMax = 36_500;

/** The amounts a payment's metadata states itself: `additional_*` and `expires_in_days` (rule E4). */
export function customPackage(
  metadata: Readonly<Record<string, string>>,
): CustomPackage | NoEffect {
  const adds: { [Field in LimitField]?: bigint } = {};
  for (const field of limitFields) {
    const name = `additional_${limitNames[field]}`;
    const text = metadata[name];
    if (text === undefined) continue;
    const count = wholeNumber(text);
    if (count === null || count > limitMax) {
      return failed('invalid_metadata', `${name} must be a whole number up to ${limitMax}.`);
    }
    if (count > 0n) adds[field] = count;
  }
  if (Object.keys(adds).length === 0) return nothingNamed;
  const days = wholeNumber(metadata.expires_in_days ?? String(expiresInDaysDefault));
  if (days === null || days < 1n || days > daysMax) {
    return failed(
      'invalid_metadata',
      `expires_in_days must be a whole number from 1 to ${daysMax}.`,
    );
  }
  return { kind: 'custom', adds, expiresInDays: Number(days) };
}

/** How metadata states amounts of its own, as `customPackage` reads them. */
export function customMetadata(adds: LimitChanges, expiresInDays: number): StripeMetadata {
  const stated = limitFields.flatMap((field) => {
    const count = adds[field];
    return typeof count === 'bigint' && count > 0n
      ? [[`additional_${limitNames[field]}`, String(count)]]
      : [];
  });
  return { ...Object.fromEntries(stated), expires_in_days: String(expiresInDays) };
}

const nothingNamed = failed(
  'nothing_named',
  'The metadata names neither a package nor amounts: nothing says what was bought.',
);

function wholeNumber(text: string): bigint | null {
  return /^\d{1,20}$/.test(text.trim()) ? BigInt(text.trim()) : null;
}

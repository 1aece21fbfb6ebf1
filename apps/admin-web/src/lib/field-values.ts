import { usdDecimal } from '@purser/domain/money/format-usd';
import { parseUsd, type UsdRejection } from '@purser/domain/money/parse-usd';
import { isLimitValue } from '@purser/domain/quota/limits';

/** What somebody typed into a field: nothing yet, a value, or what is wrong with it. */
export type FieldValue<Value> =
  | { readonly status: 'empty' }
  | { readonly status: 'value'; readonly value: Value }
  | { readonly status: 'wrong'; readonly problem: string };

const usdProblems: Readonly<Record<UsdRejection['code'], string>> = {
  usd_malformed: 'Not an amount: write dollars and cents, like 25 or 0.50.',
  usd_too_precise: 'At most 6 digits after the point.',
  usd_out_of_range: 'At most $9,000,000,000.',
  usd_negative: 'Not below zero.',
};

/** Dollars as typed (`$1,250.50` too) → micro-dollars; above zero unless zero is allowed. */
export function readUsd(
  text: string,
  { zeroAllowed = false }: { readonly zeroAllowed?: boolean } = {},
): FieldValue<bigint> {
  const plain = text.trim().replace(/^\$/, '').replaceAll(',', '');
  if (plain === '') return { status: 'empty' };
  const amount = parseUsd(plain);
  if (!amount.ok) return { status: 'wrong', problem: usdProblems[amount.rejection.code] };
  if (amount.value === 0n && !zeroAllowed) return { status: 'wrong', problem: 'More than zero.' };
  return { status: 'value', value: amount.value };
}

/** A whole number as typed, thousands separators allowed, within what a limit may be. */
export function readCount(text: string): FieldValue<bigint> {
  const plain = text.trim().replaceAll(/[,_\s]/g, '');
  if (plain === '') return { status: 'empty' };
  if (!/^\d{1,20}$/.test(plain)) return { status: 'wrong', problem: 'A whole number, 0 or more.' };
  const value = BigInt(plain);
  return isLimitValue(value)
    ? { status: 'value', value }
    : { status: 'wrong', problem: 'At most 9,007,199,254,740,991.' };
}

/** Days from now: 1 to 3,650. */
export function readDays(text: string): FieldValue<number> {
  const count = readCount(text);
  if (count.status !== 'value') return count;
  const isInRange = count.value >= 1n && count.value <= 3650n;
  return isInRange
    ? { status: 'value', value: Number(count.value) }
    : { status: 'wrong', problem: 'Between 1 and 3,650 days.' };
}

/** The value, or null while there is none. */
export function enteredValue<Value>(field: FieldValue<Value>): Value | null {
  return field.status === 'value' ? field.value : null;
}

/** What to write under the field, if anything. */
export function problemOf(field: FieldValue<unknown>): string | null {
  return field.status === 'wrong' ? field.problem : null;
}

/** Micro-dollars as the GraphQL `Usd` scalar. */
export function usdInput(amountMicroUsd: bigint): string {
  return usdDecimal(amountMicroUsd);
}

import { divideHalfEven } from './divide.ts';
import { microPerCent, microPerUsd } from './micro-usd.ts';

/** The typographic minus that people read; machine formats keep the hyphen. */
export const trueMinus = '\u2212';

/** Micro-dollars as an exact decimal string for machines: `12.345678`, at least two fraction digits. */
export function usdDecimal(amountMicroUsd: bigint): string {
  const sign = amountMicroUsd < 0n ? '-' : '';
  return `${sign}${exactDigits(magnitude(amountMicroUsd), '')}`;
}

/** Micro-dollars as the JSON number of the guides' REST bodies: the nearest double to the exact amount. */
export function usdNumber(amountMicroUsd: bigint): number {
  return Number(usdDecimal(amountMicroUsd));
}

/**
 * Micro-dollars for people: `$1,234.56`, half-even to a cent, with a true minus. What is not zero
 * never reads as zero: `< $0.01`, or `> −$0.01` below zero (rule M9).
 */
export function formatUsd(amountMicroUsd: bigint): string {
  const size = magnitude(amountMicroUsd);
  const negative = amountMicroUsd < 0n;
  if (size > 0n && size < microPerCent) return negative ? `> ${trueMinus}$0.01` : '< $0.01';
  const cents = divideHalfEven(size, microPerCent);
  const text = `$${grouped(cents / 100n)}.${(cents % 100n).toString().padStart(2, '0')}`;
  return negative ? `${trueMinus}${text}` : text;
}

/** Micro-dollars for people, to the last micro-dollar: what hover and copy show. */
export function formatUsdExact(amountMicroUsd: bigint): string {
  const text = `$${exactDigits(magnitude(amountMicroUsd), ',')}`;
  return amountMicroUsd < 0n ? `${trueMinus}${text}` : text;
}

/** A change of money with its sign always shown: `+$5.00`, `−$5.00`, `$0.00`. */
export function formatUsdChange(amountMicroUsd: bigint): string {
  return amountMicroUsd > 0n
    ? `+${formatUsdExact(amountMicroUsd)}`
    : formatUsdExact(amountMicroUsd);
}

/** A whole number with thousands separators and a true minus, for token and request counts. */
export function formatCount(count: bigint | number): string {
  const value = BigInt(count);
  return value < 0n ? `${trueMinus}${grouped(-value)}` : grouped(value);
}

function exactDigits(sizeMicroUsd: bigint, separator: string): string {
  const fraction = (sizeMicroUsd % microPerUsd).toString().padStart(6, '0');
  const shown = fraction.replace(/0+$/, '').padEnd(2, '0');
  return `${grouped(sizeMicroUsd / microPerUsd, separator)}.${shown}`;
}

function grouped(value: bigint, separator = ','): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, separator);
}

function magnitude(amountMicroUsd: bigint): bigint {
  return amountMicroUsd < 0n ? -amountMicroUsd : amountMicroUsd;
}

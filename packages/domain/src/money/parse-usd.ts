import { accepted, type Outcome, rejected } from '../outcome.ts';
import { divideCeil } from './divide.ts';
import { isWithinMoneyBounds, microPerUsd } from './micro-usd.ts';

export type UsdRejection = {
  readonly code: 'usd_malformed' | 'usd_too_precise' | 'usd_out_of_range' | 'usd_negative';
};

/** Longer texts are refused unread: no amount within the bounds needs so many characters. */
const textLengthMax = 400;
const fractionDigitsMax = 6;
const decimalShape = /^(-?)(\d+)(?:\.(\d+))?$/;
const scientificShape = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/;

/**
 * Dollars given as a decimal string or a JSON number → micro-dollars. Exact: at most 6 fraction
 * digits, |x| ≤ 9,000,000,000 (rules M3 and M4). Negative amounts are refused unless allowed.
 */
export function parseUsd(
  given: string | number,
  { negativeAllowed = false }: { readonly negativeAllowed?: boolean } = {},
): Outcome<bigint, UsdRejection> {
  const decimal = readDecimal(given, { scientific: typeof given === 'number' });
  if (decimal === null) return rejected({ code: 'usd_malformed' });
  if (decimal.scale > fractionDigitsMax) return rejected({ code: 'usd_too_precise' });
  const amount = decimal.digits * 10n ** BigInt(fractionDigitsMax - decimal.scale);
  if (amount < 0n && !negativeAllowed) return rejected({ code: 'usd_negative' });
  return bounded(amount);
}

/**
 * A reported fact (`cost_usd`, `estimate_usd`) → micro-dollars: any number of fraction digits,
 * rounded up to a micro-dollar (rule M4). Never negative.
 */
export function parseUsdFact(given: string | number): Outcome<bigint, UsdRejection> {
  const decimal = readDecimal(given, { scientific: true });
  if (decimal === null) return rejected({ code: 'usd_malformed' });
  if (decimal.digits < 0n) return rejected({ code: 'usd_negative' });
  const scaled = decimal.digits * microPerUsd;
  return bounded(divideCeil(scaled, 10n ** BigInt(decimal.scale)));
}

function bounded(amountMicroUsd: bigint): Outcome<bigint, UsdRejection> {
  return isWithinMoneyBounds(amountMicroUsd)
    ? accepted(amountMicroUsd)
    : rejected({ code: 'usd_out_of_range' });
}

/** value = digits ÷ 10^scale. */
type Decimal = { readonly digits: bigint; readonly scale: number };

function readDecimal(
  given: string | number,
  { scientific }: { readonly scientific: boolean },
): Decimal | null {
  const text = String(given);
  if (text.length > textLengthMax) return null;
  const match = decimalShape.exec(text) ?? (scientific ? scientificShape.exec(text) : null);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const magnitude = BigInt(`${whole}${fraction}`);
  const digits = sign === '-' ? -magnitude : magnitude;
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

import { formatCount, formatUsdExact } from '@purser/domain/money/format-usd';
import { parseUsd } from '@purser/domain/money/parse-usd';

/** The GraphQL `Usd` scalar ("12.345678") as micro-dollars. A value the schema cannot produce is a fault. */
export function microUsd(usd: string): bigint {
  const amount = parseUsd(usd, { negativeAllowed: true });
  if (!amount.ok) throw new RangeError(`Not an amount: ${usd}`);
  return amount.value;
}

/** As `microUsd`, with null (unlimited, or not given) kept. */
export function microUsdOrNull(usd: string | null): bigint | null {
  return usd === null ? null : microUsd(usd);
}

/** Token counts for narrow places: exact below 10,000, then `333.3k`, `1.5M`; the exact count goes in a title. */
export function formatTokensShort(tokens: bigint): string {
  const size = tokens < 0n ? -tokens : tokens;
  if (size < 10_000n) return formatCount(tokens);
  const [divisor, letter] = scaleOf(size);
  const tenths = (size * 10n) / divisor;
  const text =
    tenths % 10n === 0n
      ? formatCount(tenths / 10n)
      : `${formatCount(tenths / 10n)}.${tenths % 10n}`;
  return `${tokens < 0n ? '\u2212' : ''}${text}${letter}`;
}

function scaleOf(size: bigint): [bigint, string] {
  if (size < 1_000_000n) return [1_000n, 'k'];
  if (size < 1_000_000_000n) return [1_000_000n, 'M'];
  return [1_000_000_000n, 'B'];
}

/** A share of a whole in per cent for a bar's width, 0 to 100; never from money to a float that is shown. */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole <= 0n) return part > 0n ? 100 : 0;
  const permyriad = (part * 10_000n) / whole;
  return Math.min(100, Math.max(0, Number(permyriad) / 100));
}

/** How many digits after the point the longest of these amounts needs, at least cents. */
export function usdDigits(amountsUsd: readonly string[]): number {
  return amountsUsd.reduce(
    (most, usd) => Math.max(most, fractionOf(formatUsdExact(microUsd(usd)))),
    2,
  );
}

/** An exact amount with zeros up to so many digits after the point. */
export function padUsd(exactUsd: string, digits: number): string {
  return exactUsd + '0'.repeat(Math.max(0, digits - fractionOf(exactUsd)));
}

function fractionOf(text: string): number {
  return text.length - text.indexOf('.') - 1;
}

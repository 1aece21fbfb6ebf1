import { usdNumber } from '@purser/domain/money/format-usd';
import {
  type LimitField,
  limitFields,
  limitNames,
  usdEquivalents,
} from '@purser/domain/quota/limits';
import type { LimitValues } from '@purser/schema/contract/views';

export function usdOrNull(amountMicroUsd: bigint | null): number | null {
  return amountMicroUsd === null ? null : usdNumber(amountMicroUsd);
}

export function countOrNull(count: bigint | null): number | null {
  return count === null ? null : Number(count);
}

export function instantOrNull(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString();
}

/** The names of the seven limits in an answer, with what the guide puts before each. */
type Named<Prefix extends string> = {
  [Name in (typeof limitNames)[LimitField] as `${Prefix}${Name}`]: number | null;
};

/** The seven limits under the guides' names. */
export function toLimits<const Prefix extends string>(
  limits: LimitValues,
  prefix: Prefix,
): Named<Prefix> {
  const entries = limitFields.map((field) => [
    `${prefix}${limitNames[field]}`,
    countOrNull(limits[field]),
  ]);
  return Object.fromEntries(entries) as Named<Prefix>;
}

/** The seven limits, and those of tokens in dollars at the reference price. */
export function toLimitsWithUsd(limits: LimitValues, pricePicoUsd: bigint) {
  const usd = usdEquivalents(limits, pricePicoUsd);
  return {
    ...toLimits(limits, ''),
    usd_per_hour: usdOrNull(usd.usdPerHour),
    usd_per_day: usdOrNull(usd.usdPerDay),
    usd_per_month: usdOrNull(usd.usdPerMonth),
  };
}

import { formatCount, formatUsdExact } from '@purser/domain/money/format-usd';
import { limitFields, limitNames } from '@purser/domain/quota/limits';
import type { ChangeLine } from '@purser/schema/contract/request-context';
import type { LimitValues } from '@purser/schema/contract/views';

/** A line for each label whose value changes; null = it was, or will be, nothing. */
export function changeLines(
  lines: readonly {
    readonly label: string;
    readonly before: string | null;
    readonly after: string | null;
  }[],
): readonly ChangeLine[] {
  return lines.filter(({ before, after }) => before !== after);
}

/** The seven limits before and after, where they differ. */
export function limitLines(before: LimitValues | null, after: LimitValues): readonly ChangeLine[] {
  return changeLines(
    limitFields.map((field) => ({
      label: limitNames[field],
      before: before === null ? null : limitText(before[field]),
      after: limitText(after[field]),
    })),
  );
}

export function limitText(limit: bigint | null): string {
  return limit === null ? 'unlimited' : formatCount(limit);
}

/** Money that may be without a bound. */
export function usdLimitText(amountMicroUsd: bigint | null): string {
  return amountMicroUsd === null ? 'unlimited' : formatUsdExact(amountMicroUsd);
}

export function flagText(flag: boolean): string {
  return flag ? 'yes' : 'no';
}

export function instantText(instant: Date | null): string {
  return instant === null ? 'never' : instant.toISOString();
}

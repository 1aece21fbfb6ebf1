import { usdDecimal } from '@purser/domain/money/format-usd';
import type { FundingCapacity } from '@purser/domain/turn/fund-admission';
import type { DecisionAnswer, FundingItem } from '@purser/schema/contract/rest/turn-answers';

/**
 * A reason of a denial as it was kept, under the names of the admission's own answer. What an older version did not write
 * is null.
 */
export function toStoredDenial(
  kept: Readonly<Record<string, unknown>>,
): DecisionAnswer['denials'][number] {
  return {
    reason: textOf(kept.reason) ?? 'denied',
    limit: textOf(kept.limit),
    scope: textOf(kept.scope),
    provider: textOf(kept.provider),
    window: textOf(kept.window),
    allowed: countOf(kept.allowed),
    used: countOf(kept.used),
    held: countOf(kept.held),
    available_usd: usdOf(kept.availableMicroUsd),
    needed_usd: usdOf(kept.neededMicroUsd),
    retry_after_s: countOf(kept.retryAfterSeconds),
    would_pass_if: textOf(kept.wouldPassIf) ?? '',
  };
}

/** What a money source could have held when the turn was denied. */
export function toFunding(capacity: FundingCapacity): FundingItem {
  const { source, availableMicroUsd, neededMicroUsd } = capacity;
  return {
    source,
    available_usd: availableMicroUsd === null ? null : usdDecimal(availableMicroUsd),
    needed_usd: usdDecimal(neededMicroUsd),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function usdOf(value: unknown): string | null {
  return typeof value === 'number' ? usdDecimal(BigInt(value)) : null;
}

import { defaultUnitKind } from '../money/price-list.ts';
import type { UsageLine } from '../money/usage-cost.ts';

/** What a settlement reports: usage lines, or a cost. */
export type Settlement =
  | { readonly usage: readonly UsageLine[] }
  | { readonly costMicroUsd: bigint; readonly provider?: string | undefined };

/**
 * The canonical text of a settlement, to be hashed and compared on a replay (rule T9): the request
 * without its outcome, never the computed price. The order of usage lines means nothing, lines that
 * used nothing are left out, and what a line leaves to a default equals its being said.
 */
export function settlementContent(settlement: Settlement): string {
  if ('costMicroUsd' in settlement) {
    const { costMicroUsd, provider } = settlement;
    return JSON.stringify(['cost', costMicroUsd.toString(), provider ?? null]);
  }
  const lines = settlement.usage
    .map(canonicalLine)
    .filter((line) => line !== null)
    .sort();
  return `["usage",[${lines.join(',')}]]`;
}

function canonicalLine(line: UsageLine): string | null {
  const tokens = [line.inputTokens, line.outputTokens, line.cacheReadTokens, line.cacheWriteTokens];
  const units = line.units ?? 0n;
  if (units === 0n && tokens.every((count) => count === 0n)) return null;
  const kind = units === 0n ? null : (line.kind ?? defaultUnitKind);
  const counts = [...tokens, units].map((count) => count.toString());
  return JSON.stringify([line.provider, line.model, ...counts, kind]);
}

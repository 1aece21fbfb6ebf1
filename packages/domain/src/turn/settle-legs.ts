import { minBigint } from '../money/divide.ts';
import type { ProviderShare } from '../money/usage-cost.ts';
import type { SettlePart } from './settle-split.ts';

/** One transfer of a settlement: a part's money that goes to one provider's spend account. */
export type SettleLeg = {
  readonly kind: SettlePart['kind'];
  readonly source: SettlePart['source'];
  readonly provider: string;
  readonly amountMicroUsd: bigint;
};

/**
 * Lays the parts of a cost over its provider shares, in order, in at most parts + providers − 1
 * transfers (rule F10): each part and each share is used up exactly. Both sum to the cost.
 */
export function settleLegs(
  parts: readonly SettlePart[],
  providers: readonly ProviderShare[],
): readonly SettleLeg[] {
  const legs: SettleLeg[] = [];
  const shares = providers.map((share) => ({ ...share }));
  let index = 0;
  for (const { kind, source, amountMicroUsd } of parts) {
    let unpaid = amountMicroUsd;
    while (unpaid > 0n) {
      const share = shares[index];
      if (share === undefined) throw new Error('The parts of a cost exceed its provider shares.');
      const amount = minBigint(unpaid, share.amountMicroUsd);
      if (amount > 0n) {
        legs.push({ kind, source, provider: share.provider, amountMicroUsd: amount });
      }
      unpaid -= amount;
      share.amountMicroUsd -= amount;
      if (share.amountMicroUsd === 0n) index += 1;
    }
  }
  return legs;
}

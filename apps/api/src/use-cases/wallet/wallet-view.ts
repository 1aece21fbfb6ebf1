import type { LotView, WalletView } from '@purser/schema/contract/money-views';
import type { WalletParts } from '../../ports/wallet-reader.ts';

export type WalletFacts = WalletParts & {
  readonly referenceModel: string;
  readonly referencePricePicoUsd: bigint;
};

/** A wallet summed over its lots; an expired lot is unavailable from that instant (rules F8 and L2). */
export function walletView({ userId, lots, outflows, ...reference }: WalletFacts): WalletView {
  const sum = (of: (lot: LotView) => bigint, among = lots) =>
    among.reduce((total, lot) => total + of(lot), 0n);
  const expiredLots = lots.filter((lot) => lot.isExpired);
  const gone = outflows.refundedMicroUsd + outflows.expiredMicroUsd;
  const returned = outflows.returnedMicroUsd;
  const newest = lots.reduce<LotView | null>(
    (last, lot) => (last === null || lot.createdAt >= last.createdAt ? lot : last),
    null,
  );
  return {
    userId,
    hasWallet: lots.length > 0,
    purchasedMicroUsd: sum((lot) => lot.creditsMicroUsd) - returned,
    spentMicroUsd: sum((lot) => lot.debitsMicroUsd) - gone,
    refundedMicroUsd: outflows.refundedMicroUsd - returned,
    expiredMicroUsd: outflows.expiredMicroUsd + sum((lot) => lot.availableMicroUsd, expiredLots),
    heldMicroUsd: sum((lot) => lot.heldMicroUsd),
    availableMicroUsd: sum((lot) => (lot.isExpired ? 0n : lot.availableMicroUsd)),
    ...reference,
    lots,
    lastPurchase:
      newest === null
        ? null
        : { id: newest.purchaseId, amountMicroUsd: newest.creditsMicroUsd, notes: newest.notes },
  };
}

import type { LotView } from '@purser/schema/contract/money-views';
import type { WalletOutflows } from './wallet-reader.ts';

export type LotRecord = {
  readonly id: string;
  readonly userId: bigint;
  readonly source: 'payment' | 'operator' | 'promotion';
  readonly purchaseId: string | null;
  readonly referenceModel: string;
  readonly referencePricePicoUsd: bigint;
  readonly notes: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
};

/** A credit that was made before under the same business key. */
export type EarlierCredit = {
  readonly lotId: string;
  readonly userId: bigint;
  readonly amountMicroUsd: bigint;
  readonly referencePricePicoUsd: bigint;
};

export interface WalletStore {
  /** What an earlier command credited under this key; keeps others from the key until the transaction ends. */
  lockCredit(key: string): Promise<EarlierCredit | null>;
  insertLot(lot: LotRecord): Promise<void>;
  /** A user's lots with their balances, soonest expiry first, then oldest. */
  lots(userId: bigint, now: Date): Promise<readonly LotView[]>;
  /** Money taken out of lots other than by spending, by where it went. */
  outflows(userId: bigint): Promise<WalletOutflows>;
  /** The price that states tokens for a model at an instant; null when the price table has none. */
  outputPricePicoUsd(provider: string, model: string, at: Date): Promise<bigint | null>;
}

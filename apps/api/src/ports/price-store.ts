import type { PriceView } from '@purser/schema/contract/money-views';

/** A line of the price table as it is kept; whether it is in force depends on when one asks. */
export type PriceRecord = Omit<PriceView, 'inForce'>;

/** The price table, append-only (rule M8). */
export interface PriceStore {
  /** Every version of one model, newest first; keeps other commands from it until this transaction ends. */
  lock(provider: string, model: string): Promise<readonly PriceRecord[]>;
  append(price: PriceRecord): Promise<void>;
}

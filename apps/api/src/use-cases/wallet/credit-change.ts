import type { LotRecord } from '../../ports/wallet-store.ts';
import type { CreditState } from './load-credit-state.ts';

/** A lot to open, and the money to post into it. */
export type CreditChange = {
  readonly key: string;
  readonly lot: LotRecord;
  readonly amountMicroUsd: bigint;
  readonly expiresAt: Date | null;
  readonly reload: CreditState;
};

import type { WalletFilter } from '@purser/schema/contract/inputs';
import type { LotView, TransferView, WalletTotalsView } from '@purser/schema/contract/money-views';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';

/** Money taken out of lots other than by spending, by where it went. */
export type WalletOutflows = {
  /** What went back to who paid it, refunds that failed afterwards included. */
  readonly refundedMicroUsd: bigint;
  /** What came back into lots, of refunds that failed after they had succeeded. */
  readonly returnedMicroUsd: bigint;
  readonly expiredMicroUsd: bigint;
};

/** One user's lots and what left them, as a wallet is made of them. */
export type WalletParts = {
  readonly userId: string;
  readonly lots: readonly LotView[];
  readonly outflows: WalletOutflows;
};

export interface WalletReader {
  /** A user's lots, soonest expiry first, then oldest. */
  lots(scope: ProjectScope, userId: bigint, now: Date): Promise<readonly LotView[]>;
  outflows(scope: ProjectScope, userId: bigint): Promise<WalletOutflows>;
  /** Everybody who was ever given a lot, by user id unless sorted otherwise. */
  list(
    scope: ProjectScope,
    request: WalletFilter & PageRequest & { readonly now: Date },
  ): Promise<Page<WalletParts>>;
  totals(scope: ProjectScope, now: Date): Promise<WalletTotalsView>;
  /** Transfers of all of a user's lots, newest first. */
  transfers(scope: ProjectScope, userId: bigint, page: PageRequest): Promise<Page<TransferView>>;
}

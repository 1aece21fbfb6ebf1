import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type { LotView, TransferView } from '@purser/schema/contract/views';

export interface WalletReader {
  /** A user's lots, soonest expiry first, then oldest. */
  lots(scope: ProjectScope, userId: bigint, now: Date): Promise<readonly LotView[]>;
  outflows(
    scope: ProjectScope,
    userId: bigint,
  ): Promise<{ readonly refundedMicroUsd: bigint; readonly expiredMicroUsd: bigint }>;
  /** Transfers of all of a user's lots, newest first. */
  transfers(scope: ProjectScope, userId: bigint, page: PageRequest): Promise<Page<TransferView>>;
}

import type { AccountFilter, TransferFilter, TransferMatch } from '@purser/schema/contract/inputs';
import type { AccountView, TransferView } from '@purser/schema/contract/money-views';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';

/** Accounts that are split are read as one, under the id of their first part. */
export interface LedgerReader {
  accounts(scope: ProjectScope, filter: AccountFilter & PageRequest): Promise<Page<AccountView>>;
  /** One account now, or as of an instant: what was recorded until then, held money included (rules L3 and L12). */
  account(scope: ProjectScope, id: string, at: Date | undefined): Promise<AccountView | null>;
  /** Newest first. */
  transfers(scope: ProjectScope, filter: TransferFilter & PageRequest): Promise<Page<TransferView>>;
  /** Transfers of the project's own account, newest first. */
  projectTransfers(
    scope: ProjectScope,
    filter: TransferMatch & PageRequest,
  ): Promise<Page<TransferView>>;
}

import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import type { TransferMatch } from '@purser/schema/contract/inputs';
import type { TransferView } from '@purser/schema/contract/money-views';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type {
  PeriodFilter,
  PeriodView,
  SubscriptionFilter,
} from '@purser/schema/contract/subscription';
import type { SubscriptionState } from './subscription-store.ts';

export interface SubscriptionReader {
  /** Newest first. */
  list(
    scope: ProjectScope,
    filter: SubscriptionFilter & PageRequest,
  ): Promise<Page<SubscriptionState>>;
  /** The live one, else the newest; null when the user never had one. */
  latest(scope: ProjectScope, userId: bigint): Promise<SubscriptionState | null>;
  /** Newest first; none of a user never seen. */
  periods(scope: ProjectScope, filter: PeriodFilter & PageRequest): Promise<Page<PeriodView>>;
  /** Transfers of one period's account, newest first; null when the user has no such period. */
  periodTransfers(
    scope: ProjectScope,
    of: { readonly userId: string; readonly periodKey: string } & TransferMatch & PageRequest,
  ): Promise<Page<TransferView> | null>;
  /** The newest transfers of each of these periods, in their order. */
  firstPeriodTransfers(
    scope: ProjectScope,
    of: { readonly periodKeys: readonly string[]; readonly limit: number },
  ): Promise<readonly Page<TransferView>[]>;
  /** What choosing a plan reads of users' live subscriptions. */
  facts(
    scope: ProjectScope,
    userIds: readonly bigint[],
  ): Promise<ReadonlyMap<bigint, SubscriptionFacts>>;
}

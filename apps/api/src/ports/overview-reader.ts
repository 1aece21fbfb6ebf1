import type { AlertView, OverviewView } from '@purser/schema/contract/operation-views';
import type { ProjectScope } from '@purser/schema/contract/request-context';

/** What Overview counts at one instant. */
export type OverviewFacts = Pick<
  OverviewView,
  | 'turnsToday'
  | 'deniedToday'
  | 'activeUsersToday'
  | 'liveTurns'
  | 'revenue30d'
  | 'expiringGrants7d'
  | 'expiringLots7d'
  | 'subscriptions'
  | 'clock'
  | 'ledger'
  | 'auditChain'
  | 'story'
> & {
  readonly alerts: readonly AlertView[];
  /** Active plans without an active policy for the whole project. */
  readonly fallbackPlans: readonly string[];
};

export interface OverviewReader {
  facts(scope: ProjectScope, now: Date): Promise<OverviewFacts>;
}

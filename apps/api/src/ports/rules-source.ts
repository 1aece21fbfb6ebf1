import type { Grant } from '@purser/domain/grant/effective-policy';
import type { PriceEntry } from '@purser/domain/money/price-list';
import type { ProjectRules } from '@purser/domain/plan/project-rules';
import type { UserRole } from '@purser/domain/plan/resolve-plan';
import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import type { CounterScope } from '@purser/domain/quota/counter-types';

/** Policies, settings and prices of a project, read no earlier than generation `rules.generation`. */
export type LoadedRules = { readonly rules: ProjectRules; readonly prices: readonly PriceEntry[] };

/** What decisions read of a user. */
export type UserFacts = {
  readonly id: bigint;
  readonly role: UserRole;
  readonly suspended: boolean;
  readonly anchorMinute: number | null;
  readonly resetMinute: number | null;
  readonly grants: readonly Grant[];
  readonly subscription: SubscriptionFacts | null;
};

export type RuleChanges = {
  readonly generation: number;
  readonly project: boolean;
  readonly userIds: readonly bigint[];
};

/** What the cache of rules reads from PostgreSQL (rule P10). */
export interface RulesSource {
  loadRules(scope: CounterScope): Promise<LoadedRules>;
  /** Known users only. */
  loadUsers(
    scope: CounterScope,
    externalIds: readonly string[],
  ): Promise<ReadonlyMap<string, UserFacts>>;
  /** Makes a user never seen before, or answers the one that another call made meanwhile. */
  createUser(scope: CounterScope, externalId: string, role: UserRole, nowMs: number): Promise<void>;
  changesSince(scope: CounterScope, generation: number): Promise<RuleChanges>;
}

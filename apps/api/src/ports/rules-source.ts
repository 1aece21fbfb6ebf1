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

/** A user as the first turn makes it. */
export type NewUser = {
  readonly externalId: string;
  readonly role: UserRole;
  readonly createdAtMs: number;
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
  /** Makes users never seen before; whom another call has made meanwhile stays as it is. */
  createUsers(scope: CounterScope, users: readonly NewUser[]): Promise<void>;
  changesSince(scope: CounterScope, generation: number): Promise<RuleChanges>;
}

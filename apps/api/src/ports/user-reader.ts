import type { Grant } from '@purser/domain/grant/effective-policy';
import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type { UserRecord, UserRole } from './user-store.ts';

/** Users on one plan: by role, by an active subscription, or by the project's default (rules P7 and P8). */
export type PlanSearch = {
  readonly planId: string;
  /** Roles that give this plan whatever the user subscribed to. */
  readonly roles: readonly UserRole[];
  readonly defaultPlanId: string;
  readonly renewalGraceMs: number;
  readonly now: Date;
};

export type UserSearch = PageRequest & {
  /** Part of the user id, whatever its case. */
  readonly search?: string | undefined;
  readonly plan?: PlanSearch | undefined;
  readonly suspended?: boolean | undefined;
  /** Only users who were denied, or had a turn settled, at or after this instant. */
  readonly deniedSince?: Date | undefined;
  readonly usedSince?: Date | undefined;
};

/** What the Users list shows of one user beside the row itself. */
export type UserActivity = {
  readonly userId: bigint;
  readonly requestsToday: bigint;
  readonly tokensToday: bigint;
  readonly walletMicroUsd: bigint;
  readonly lastTurnAt: Date | null;
  /** Grants that count at the instant asked about. */
  readonly grants: readonly Grant[];
  readonly subscription: SubscriptionFacts | null;
};

export interface UserReader {
  /** In order of their ids unless sorted otherwise. */
  search(scope: ProjectScope, search: UserSearch): Promise<Page<UserRecord>>;
  find(scope: ProjectScope, externalId: string): Promise<UserRecord | null>;
  /** The project's own ids of internal ones, for surfaces that show people. */
  externalIds(scope: ProjectScope, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>>;
  /** Activity of a page of users, in a constant number of statements. */
  activity(
    scope: ProjectScope,
    ids: readonly bigint[],
    now: Date,
  ): Promise<readonly UserActivity[]>;
}

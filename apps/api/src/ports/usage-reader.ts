import type { ActiveHold, BreakdownGrant } from '@purser/domain/breakdown/breakdown';
import type { ScopeUsage } from '@purser/domain/breakdown/scope-usage';
import type { WindowOverrides } from '@purser/domain/quota/window';
import type { ProjectScope } from '@purser/schema/contract/request-context';

/** Where a user's windows stand, from the row a settle locks. */
export type UsageAnchors = {
  readonly anchorMinute: number | null;
  readonly resetMinute: number | null;
};

export type UsageRequest = {
  readonly userId: bigint;
  readonly nowMs: number;
  readonly anchors: UsageAnchors;
  /** The windows of each scope's policy; a scope that is not named uses the defaults. */
  readonly windows: ReadonlyMap<string, WindowOverrides>;
};

/** What a user has used and holds, read from PostgreSQL, which alone decides it. */
export interface UsageReader {
  anchors(scope: ProjectScope, userId: bigint): Promise<UsageAnchors>;
  /** Every scope in which the user used or holds something. */
  usage(scope: ProjectScope, request: UsageRequest): Promise<readonly ScopeUsage[]>;
  /** Money and tokens set aside for live turns, newest first. */
  holds(scope: ProjectScope, userId: bigint, limit: number): Promise<readonly ActiveHold[]>;
  /** All grants of a user, whether they count or not. */
  grants(scope: ProjectScope, userId: bigint): Promise<readonly BreakdownGrant[]>;
}

import type { ProjectMoney } from '@purser/domain/budget/project-level';
import type { BudgetWindowName } from '@purser/domain/budget/provider-windows';
import type { ProjectScope } from '@purser/schema/contract/request-context';

/** What was spent in one window of one active policy that limits it. */
export type WatchedWindow = {
  readonly provider: string;
  readonly bundleId: string;
  readonly window: BudgetWindowName;
  readonly startMinute: number;
  readonly limitMicroUsd: bigint;
  readonly spentMicroUsd: bigint;
};

/** What budget alerts are decided from. */
export interface BudgetWatch {
  /** The windows that contain any of these minutes. */
  windows(scope: ProjectScope, minutes: readonly number[]): Promise<readonly WatchedWindow[]>;
  /** Null for a project that never moved money. */
  project(scope: ProjectScope): Promise<ProjectMoney | null>;
}

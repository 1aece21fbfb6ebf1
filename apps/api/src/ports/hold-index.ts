import type { ProjectScope } from '@purser/schema/contract/request-context';

export type RebuiltHolds = {
  readonly added: number;
  readonly removed: number;
  readonly corrected: number;
};

/** The index of open holds, which the transfers can make anew (rule L7). */
export interface HoldIndex {
  /**
   * Makes the index say what the transfers say, while no posting of the project runs. A hold that was lost
   * gets its expiry from its turn; without a turn it is kept until somebody ends it.
   */
  rebuild(scope: ProjectScope): Promise<RebuiltHolds>;
}

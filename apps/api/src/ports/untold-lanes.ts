import type { CounterScope } from '@purser/domain/quota/counter-types';

/** A turn that left the live state and of which the counters may not know. */
export type UntoldTurn = {
  /** The caller's id, as the counters know the turn. */
  readonly turnId: string;
  readonly userId: bigint;
  readonly bundleId: string | null;
  /** The user's count of settles at least up to this turn's. */
  readonly version: number;
};

/** A ledger lane whose process did not say that it told its closed turns. */
export type UntoldLane = {
  readonly scope: CounterScope;
  readonly laneId: string;
  /** A number of the lane that no batch has: the one to tell under. */
  readonly seq: number;
  readonly turns: readonly UntoldTurn[];
};

/** What processes have committed and not yet told the counters (rule W8). */
export interface UntoldLanes {
  /**
   * Takes over lanes that have stood still with turns untold since an earlier call, at least a second
   * and a half ago. Each gets a new number with a gap before it, which makes the counters read
   * provider spend anew. A process that turns out to be alive goes on behind that number.
   */
  takeSilent(): Promise<readonly UntoldLane[]>;
  /** Notes that a taken lane's turns are told; not if its process has gone on meanwhile. */
  told(lane: UntoldLane): Promise<void>;
}

import { everyBundle } from '@purser/domain/plan/plan';
import type { ToldTurn } from '@purser/domain/quota/counter-types';
import type { Counters } from '../../ports/counters.ts';
import type { JobReport } from '../../ports/job-runs.ts';
import type { UntoldLane, UntoldLanes, UntoldTurn } from '../../ports/untold-lanes.ts';
import { messageOf } from '../job/in-each-scope.ts';

export type RetellDeps = { readonly lanes: UntoldLanes; readonly counters: Counters };

/**
 * Tells the counters of turns whose process committed them and fell silent before it had told (rule
 * W8). What a settled turn was counted in is not known here: the turn's live entry goes, and the
 * user's usage and the provider's spend are read anew at the next decision. Telling a turn twice,
 * or one that its own process tells after all, changes nothing.
 */
export async function retellTurns({ lanes, counters }: RetellDeps): Promise<JobReport> {
  let handled = 0;
  const errors: string[] = [];
  for (const lane of await lanes.takeSilent()) {
    try {
      await tell(counters, lane);
      await lanes.told(lane);
      handled += lane.turns.length;
    } catch (error) {
      // The lane keeps its untold turns and is taken again.
      errors.push(`Lane ${lane.laneId}: ${messageOf(error)}`);
    }
  }
  return { handled, failed: errors.length, error: errors[0] ?? null };
}

async function tell(counters: Counters, { scope, laneId, seq, turns }: UntoldLane): Promise<void> {
  await counters.tell(scope, { laneId, seq, items: turns.map(gone) });
  const versions = new Map(turns.map(({ userId, version }) => [userId.toString(), version]));
  for (const [userId, version] of versions) await counters.resetUser(scope, { userId, version });
}

/** A turn that is over, and nothing about what it used. */
function gone({ turnId, userId, bundleId }: UntoldTurn): ToldTurn {
  return {
    turnId,
    userId: userId.toString(),
    version: 0,
    scopes: bundleId === null ? [everyBundle] : [everyBundle, bundleId],
    atMinute: 0,
    requests: 0,
    tokens: 0,
    windows: [],
    providerSpend: [],
  };
}

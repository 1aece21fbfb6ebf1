import { decide } from '@purser/domain/quota/counter-decide';
import { sweepLive } from '@purser/domain/quota/counter-live';
import {
  adjust,
  assertHold,
  begin,
  giveBack,
  loadProviders,
  loadUser,
  resetUser,
  tell,
} from '@purser/domain/quota/counter-model';
import type { CounterState } from '@purser/domain/quota/counter-state';
import { emptyState } from '@purser/domain/quota/counter-state';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Counters } from '../../ports/counters.ts';

/** About 200 MB at the default; a user beyond it is loaded again when seen again. */
const usersPerProjectMax = 100_000;

/** Steps of eviction per decision: more than one, so that the number of users falls again. */
const evictionSteps = 4;

/**
 * The counters of a server that decides alone: the domain's model over Maps of this process. It
 * belongs to exactly one process, which the caller ensures by an advisory lock.
 */
export function inProcessCounters({
  usersMax = usersPerProjectMax,
}: {
  readonly usersMax?: number;
} = {}): Counters {
  const states = new Map<string, CounterState>();
  const stateOf = ({ tenantId, projectId }: CounterScope): CounterState => {
    const key = `${tenantId}:${projectId}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    const state = emptyState();
    states.set(key, state);
    return state;
  };
  return {
    decide: async (scope, request) => {
      const state = stateOf(scope);
      if (request.apply && state.users.size > usersMax) evictIdle(state, request.nowMs);
      return decide(state, request);
    },
    adjust: async (scope, adjustment) => adjust(stateOf(scope), adjustment),
    giveBack: async (scope, givenBack) => giveBack(stateOf(scope), givenBack),
    assertHold: async (scope, entry) => assertHold(stateOf(scope), entry),
    tell: async (scope, batch) => tell(stateOf(scope), batch),
    begin: async (scope, epoch) => begin(stateOf(scope), epoch),
    loadUser: async (scope, epoch, load) => loadUser(stateOf(scope), epoch, load),
    loadProviders: async (scope, epoch, load) => loadProviders(stateOf(scope), epoch, load),
    resetUser: async (scope, reset) => resetUser(stateOf(scope), reset),
  };
}

/**
 * Gives the users at the front of the Map a second chance or forgets them. A user with a live turn
 * stays: between the decision and the ledger's commit it is known nowhere else.
 */
function evictIdle(state: CounterState, nowMs: number): void {
  const steps = Math.min(evictionSteps, state.users.size);
  for (let step = 0; step < steps; step += 1) {
    const front = state.users.entries().next().value;
    if (front === undefined) return;
    const [userId, user] = front;
    sweepLive(user, nowMs);
    state.users.delete(userId);
    if (!user.recentlyUsed && user.live.size === 0) continue;
    user.recentlyUsed = false;
    state.users.set(userId, user);
  }
}

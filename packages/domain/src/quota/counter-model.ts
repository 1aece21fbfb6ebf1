import { changeLive, close, putLive, removeLive, renew } from './counter-live.ts';
import { countSpend, dropHolds, keepHolds, takeProviders, turnKey } from './counter-providers.ts';
import type { CounterState } from './counter-state.ts';
import { confirmedAttempt, emptyProviders, userOf } from './counter-state.ts';
import type {
  GivenBack,
  HoldAdjustment,
  LiveEntry,
  ProvidersLoad,
  ToldBatch,
  ToldTurn,
  UserLoad,
  UserReset,
} from './counter-types.ts';
import { countTurn, forgetUsage, takeUsage } from './counter-usage.ts';

/**
 * The engine's operations on the counters besides `decide`, as docs/economics.md §5 states them.
 * The in-process counters run them; the Redis scripts are compared with them. Without an epoch
 * everything but `begin` does nothing: what PostgreSQL knows is loaded after the next one begins.
 */

/** Below every epoch of PostgreSQL, so that asking with it begins nothing. */
const noEpoch = '0';

/** A higher epoch drops everything; the answer is the epoch in force. */
export function begin(state: CounterState, epoch: string): string {
  const inForce = state.epoch ?? noEpoch;
  if (Number(epoch) <= Number(inForce)) return inForce;
  state.epoch = epoch;
  state.users.clear();
  state.providers = emptyProviders();
  return epoch;
}

/** Lowers a live turn's token hold; the surplus is free at once. */
export function adjust(state: CounterState, { userId, turnId, tokens }: HoldAdjustment): void {
  const user = state.users.get(userId);
  const turn = user?.live.get(turnId);
  if (user === undefined || turn === undefined) return;
  changeLive(user, turn, () => {
    turn.tokens = Math.min(turn.tokens, tokens);
  });
}

/** Takes one attempt back; the last one takes the turn's entry with it. */
export function giveBack(state: CounterState, { userId, turnId, attemptId }: GivenBack): void {
  const user = state.users.get(userId);
  const turn = user?.live.get(turnId);
  if (user === undefined || turn === undefined || attemptId === confirmedAttempt) return;
  if (!turn.attempts.includes(attemptId)) return;
  turn.attempts = turn.attempts.filter((attempt) => attempt !== attemptId);
  if (turn.attempts.length > 0) return;
  removeLive(user, turnId);
  dropHolds(state.providers, turnKey(userId, turnId));
}

/** Puts a live turn in or renews it, whatever the limits say; a closed turn stays out. */
export function assertHold(state: CounterState, entry: LiveEntry): void {
  if (state.epoch === null) return;
  const { userId, turnId, tokens } = entry;
  const user = userOf(state, userId);
  if (user.closed.includes(turnId)) return;
  const turn = user.live.get(turnId);
  if (turn === undefined) {
    putConfirmed(state, entry);
  } else {
    addAttemptOnce(turn.attempts);
    changeLive(user, turn, () => {
      turn.tokens = tokens;
      renew(turn, entry);
    });
  }
  keepHolds(state.providers, turnKey(userId, turnId), {
    expiresAtMs: turn?.holdExpiresAtMs ?? entry.holdExpiresAtMs,
    holds: entry.providerHolds,
  });
}

/** Applies a committed batch: each user by version, provider spend by the lane's sequence. */
export function tell(state: CounterState, batch: ToldBatch): void {
  if (state.epoch === null) return;
  for (const told of batch.items) {
    const user = userOf(state, told.userId);
    close(user, told.turnId);
    dropHolds(state.providers, turnKey(told.userId, told.turnId));
    tellUsage(state, told);
  }
  countSpend(state.providers, batch);
}

/** Takes a user's usage and live turns, unless the epoch changed or something newer is known. */
export function loadUser(state: CounterState, epoch: string, load: UserLoad): boolean {
  if (state.epoch !== epoch) return false;
  const user = userOf(state, load.userId);
  if (load.version < user.version) return false;
  takeUsage(user, load);
  for (const entry of load.live) {
    if (user.live.has(entry.turnId) || user.closed.includes(entry.turnId)) continue;
    putConfirmed(state, entry);
  }
  return true;
}

/** Takes provider spend and holds, unless the epoch changed or a newer batch was told. */
export function loadProviders(state: CounterState, epoch: string, load: ProvidersLoad): boolean {
  return state.epoch === epoch && takeProviders(state.providers, load);
}

/** Makes the next decision load the user's usage anew. */
export function resetUser(state: CounterState, { userId, version }: UserReset): void {
  if (state.epoch !== null) forgetUsage(userOf(state, userId), version);
}

function putConfirmed(state: CounterState, entry: LiveEntry): void {
  const { scopes, tokens, holdExpiresAtMs, slotExpiresAtMs } = entry;
  putLive(userOf(state, entry.userId), entry.turnId, {
    scopes,
    tokens,
    holdExpiresAtMs,
    slotExpiresAtMs,
    attempts: [confirmedAttempt],
  });
}

function addAttemptOnce(attempts: string[]): void {
  if (!attempts.includes(confirmedAttempt)) attempts.push(confirmedAttempt);
}

/** A count that does not follow the last one heard of means that one was missed. */
function tellUsage(state: CounterState, told: ToldTurn): void {
  const user = userOf(state, told.userId);
  if (told.version <= user.version) return;
  if (user.loaded && told.version === user.version + 1) {
    countTurn(user, told);
    user.version = told.version;
  } else {
    forgetUsage(user, told.version);
  }
}

import type { LiveSums, LiveTurn, UserState } from './counter-state.ts';
import { attemptsMax, closedTurnsMax, confirmedAttempt } from './counter-state.ts';
import type { QuotaScope } from './counter-types.ts';

/** Live turns of one user and their running sums (rules of docs/economics.md §5). */

/** The instant that expiry is judged at: never before one that was already swept. */
export function liveInstant(user: UserState, nowMs: number): number {
  return Math.max(nowMs, user.sweptAtMs);
}

/** What is held and running at `nowMs`; walks the turns only after something has expired. */
export function liveSumsAt(user: UserState, nowMs: number): ReadonlyMap<QuotaScope, LiveSums> {
  if (nowMs < user.nextExpiryMs) return user.sums;
  const sums = new Map<QuotaScope, LiveSums>();
  for (const turn of user.live.values()) count(sums, turn, nowMs, 1);
  return sums;
}

export function isLive(turn: LiveTurn, nowMs: number): boolean {
  return turn.holdExpiresAtMs > nowMs || turn.slotExpiresAtMs > nowMs;
}

/** Drops the turns that ended by `nowMs` and counts the others anew. */
export function sweepLive(user: UserState, nowMs: number): void {
  if (nowMs < user.nextExpiryMs) return;
  for (const [turnId, turn] of user.live) if (!isLive(turn, nowMs)) user.live.delete(turnId);
  user.sums = new Map(liveSumsAt(user, nowMs));
  user.sweptAtMs = nowMs;
  user.nextExpiryMs = Number.POSITIVE_INFINITY;
  for (const turn of user.live.values()) expectExpiries(user, turn);
}

/** Puts a turn in, in place of what a turn of that id has left behind. */
export function putLive(user: UserState, turnId: string, turn: LiveTurn): void {
  removeLive(user, turnId);
  user.live.set(turnId, turn);
  count(user.sums, turn, user.sweptAtMs, 1);
  expectExpiries(user, turn);
}

export function removeLive(user: UserState, turnId: string): void {
  const turn = user.live.get(turnId);
  if (turn === undefined) return;
  count(user.sums, turn, user.sweptAtMs, -1);
  user.live.delete(turnId);
}

/** Changes a turn in place and keeps the sums true. */
export function changeLive(
  user: UserState,
  turn: LiveTurn,
  change: (turn: LiveTurn) => void,
): void {
  count(user.sums, turn, user.sweptAtMs, -1);
  change(turn);
  count(user.sums, turn, user.sweptAtMs, 1);
  expectExpiries(user, turn);
}

export function renew(
  turn: LiveTurn,
  until: { readonly holdExpiresAtMs: number; readonly slotExpiresAtMs: number },
): void {
  turn.holdExpiresAtMs = Math.max(turn.holdExpiresAtMs, until.holdExpiresAtMs);
  turn.slotExpiresAtMs = Math.max(turn.slotExpiresAtMs, until.slotExpiresAtMs);
}

/** Whether an attempt that may still be given back asks for something else. */
export function asksElse(turn: LiveTurn, attemptId: string): boolean {
  const other = turn.attempts.find((attempt) => attempt !== confirmedAttempt);
  return other !== undefined && askedBy(other) !== askedBy(attemptId);
}

function askedBy(attemptId: string): string {
  return attemptId.slice(0, Math.max(0, attemptId.indexOf(':')));
}

/** Notes one more attempt; beyond a handful the entry can no longer be given back. */
export function addAttempt(turn: LiveTurn, attemptId: string): void {
  if (turn.attempts.includes(attemptId)) return;
  if (turn.attempts.length < attemptsMax) turn.attempts.push(attemptId);
  else if (!turn.attempts.includes(confirmedAttempt)) turn.attempts.push(confirmedAttempt);
}

/** Remembers that a turn is over. */
export function close(user: UserState, turnId: string): void {
  removeLive(user, turnId);
  if (user.closed.includes(turnId)) return;
  user.closed.push(turnId);
  if (user.closed.length > closedTurnsMax) user.closed.shift();
}

function count(
  sums: Map<QuotaScope, LiveSums>,
  turn: LiveTurn,
  sweptAtMs: number,
  sign: 1 | -1,
): void {
  const held = turn.holdExpiresAtMs > sweptAtMs ? sign : 0;
  const slot = turn.slotExpiresAtMs > sweptAtMs ? sign : 0;
  for (const scope of turn.scopes) {
    const sum = sums.get(scope) ?? { requests: 0, tokens: 0, slots: 0 };
    sum.requests += held;
    sum.tokens += held * turn.tokens;
    sum.slots += slot;
    sums.set(scope, sum);
  }
}

function expectExpiries(user: UserState, turn: LiveTurn): void {
  for (const expiresAtMs of [turn.holdExpiresAtMs, turn.slotExpiresAtMs]) {
    if (expiresAtMs > user.sweptAtMs) {
      user.nextExpiryMs = Math.min(user.nextExpiryMs, expiresAtMs);
    }
  }
}

import { accepted, type Outcome, rejected } from '../outcome.ts';

/** A project's clock: shifted against real time, or standing still. */
export type ClockState = {
  readonly offsetMs: number;
  /** Null while it runs. */
  readonly frozenAtMs: number | null;
};

/** Stop it where it is, set it to an instant, let it jump, or let it run on. */
export type ClockMove =
  | { readonly action: 'freeze' }
  | { readonly action: 'move_to'; readonly toMs: number }
  | { readonly action: 'advance'; readonly byMs: number }
  | { readonly action: 'release' };

export type ClockRefusal = 'live_project' | 'backwards' | 'too_far';

/** Kinds of projects in which nothing is real, so that their time need not be either. */
const movableKinds: readonly string[] = ['demo', 'test', 'sandbox'];

/** The 1st of January 2200: beyond it nobody can want to go, and minutes still fit their columns. */
export const clockMaxMs = 7_258_118_400_000;

/**
 * Where a clock stands after a move. It never goes back, because what was recorded later than now cannot be explained; so
 * it is released where it stands. The clock of a live project is real time (rule L13).
 */
export function moveClock(
  { kind, clock, realNowMs }: { kind: string; clock: ClockState; realNowMs: number },
  move: ClockMove,
): Outcome<ClockState, { readonly code: ClockRefusal }> {
  if (!movableKinds.includes(kind)) return rejected({ code: 'live_project' });
  const nowMs = clockNowMs(clock, realNowMs);
  const toMs = targetMs(nowMs, move);
  if (toMs < nowMs) return rejected({ code: 'backwards' });
  if (toMs > clockMaxMs) return rejected({ code: 'too_far' });
  const stands =
    move.action === 'freeze' || (clock.frozenAtMs !== null && move.action !== 'release');
  return accepted({ offsetMs: toMs - realNowMs, frozenAtMs: stands ? toMs : null });
}

/** The instant a clock shows. */
export function clockNowMs({ offsetMs, frozenAtMs }: ClockState, realNowMs: number): number {
  return frozenAtMs ?? realNowMs + offsetMs;
}

function targetMs(nowMs: number, move: ClockMove): number {
  switch (move.action) {
    case 'move_to':
      return move.toMs;
    case 'advance':
      return nowMs + move.byMs;
    default:
      return nowMs;
  }
}

import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';
import { type ClockState, clockMaxMs, clockNowMs, moveClock } from './move-clock.ts';

const realNowMs = 1_000_000_000_000;
const running: ClockState = { offsetMs: 0, frozenAtMs: null };
const frozen: ClockState = { offsetMs: 0, frozenAtMs: realNowMs + 5_000 };

const move = (clock: ClockState, ...moved: Parameters<typeof moveClock>[1][]) =>
  moved.reduce((state, next) => {
    const outcome = moveClock({ kind: 'test', clock: state, realNowMs }, next);
    if (!outcome.ok) throw new Error(outcome.rejection.code);
    return outcome.value;
  }, clock);

describe('A project’s clock', () => {
  it('stands still once frozen, and jumps without running on', () => {
    expect(move(running, { action: 'freeze' })).toEqual({ offsetMs: 0, frozenAtMs: realNowMs });
    const jumped = move(frozen, { action: 'advance', byMs: 60_000 });
    expect(jumped.frozenAtMs).toBe(realNowMs + 65_000);
    expect(clockNowMs(jumped, realNowMs + 999_999)).toBe(realNowMs + 65_000);
  });

  it('runs on from where it stands when it is released', () => {
    const released = move(frozen, { action: 'release' });
    expect(released.frozenAtMs).toBeNull();
    expect(clockNowMs(released, realNowMs)).toBe(realNowMs + 5_000);
    expect(clockNowMs(released, realNowMs + 1_000)).toBe(realNowMs + 6_000);
  });

  it('runs on from where it was moved to', () => {
    const moved = move(running, { action: 'move_to', toMs: realNowMs + 86_400_000 });
    expect(moved).toEqual({ offsetMs: 86_400_000, frozenAtMs: null });
    expect(move(moved, { action: 'advance', byMs: 1_000 }).offsetMs).toBe(86_401_000);
  });

  it('never goes backwards, nor beyond the year 2200', () => {
    const back = { action: 'move_to', toMs: realNowMs - 1 } as const;
    expect(moveClock({ kind: 'test', clock: running, realNowMs }, back)).toEqual({
      ok: false,
      rejection: { code: 'backwards' },
    });
    const far = { action: 'advance', byMs: clockMaxMs } as const;
    expect(moveClock({ kind: 'test', clock: frozen, realNowMs }, far)).toEqual({
      ok: false,
      rejection: { code: 'too_far' },
    });
  });

  it.each(['live', 'production', ''])('is real time in a project of kind "%s"', (kind) => {
    expect(moveClock({ kind, clock: running, realNowMs }, { action: 'freeze' })).toEqual({
      ok: false,
      rejection: { code: 'live_project' },
    });
  });
});

describe('A duration', () => {
  it.each([
    ['31d', 31 * 86_400_000],
    ['1d12h', 36 * 3_600_000],
    ['90m', 5_400_000],
    ['2w', 14 * 86_400_000],
    [' 30s ', 30_000],
  ])('%s is read', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '0d', '31', 'd', '-1d', '1.5h', '1y', '9999999999d', '999999999w'.repeat(20)])(
    '"%s" is none',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

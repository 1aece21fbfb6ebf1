import {
  type ClockMove,
  type ClockRefusal,
  type ClockState,
  clockNowMs,
  moveClock,
} from '@purser/domain/clock/move-clock';
import { accepted, rejected } from '@purser/domain/outcome';
import type { ClockView } from '@purser/schema/contract/operation-views';
import type { ClockRecord } from '../../ports/project-store.ts';
import { changeLines } from '../command/change-lines.ts';
import type { CommandDefinition } from '../command/run-command.ts';

/** Freezes, moves, advances or releases the clock of a project in which nothing is real (rule L13). */
export const moveProjectClock: CommandDefinition<ClockMove, ClockRecord, ClockState, ClockView> = {
  operation: 'move-clock',
  load: (stores) => stores.project.lockClock(),
  decide: (record, move) => {
    const moved = moveClock(record, move);
    if (!moved.ok) return rejected(refusals[moved.rejection.code]);
    const before = viewOf(record, record.clock);
    const after = viewOf(record, moved.value);
    const changes = changeLines([
      { label: 'project time', before: before.now.toISOString(), after: after.now.toISOString() },
      { label: 'runs', before: runsText(before), after: runsText(after) },
    ]);
    return accepted({
      change: moved.value,
      preview: after,
      changes,
      audit: { targetType: 'project', targetId: 'clock', before, after },
      affects: 'project' as const,
      unchanged: changes.length === 0,
    });
  },
  apply: async (stores, clock) => {
    await stores.project.setClock(clock);
    return undefined;
  },
};

const refusals: Readonly<
  Record<ClockRefusal, { code: 'not_allowed' | 'invalid_value'; message: string; field?: string }>
> = {
  live_project: {
    code: 'not_allowed',
    message: 'The clock of a live project is real time. Move it in a test or sandbox project.',
  },
  backwards: {
    code: 'invalid_value',
    field: 'to',
    message: 'A project’s clock never goes backwards: choose an instant that is not past.',
  },
  too_far: {
    code: 'invalid_value',
    field: 'to',
    message: 'A project’s clock goes no further than the year 2200.',
  },
};

function viewOf({ kind, realNowMs }: ClockRecord, clock: ClockState): ClockView {
  return {
    kind,
    now: new Date(clockNowMs(clock, realNowMs)),
    offsetMs: BigInt(Math.round(clock.offsetMs)),
    frozen: clock.frozenAtMs !== null,
  };
}

function runsText({ frozen }: ClockView): string {
  return frozen ? 'no, it stands still' : 'yes';
}

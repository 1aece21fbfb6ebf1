import { IconClock, IconClockPause, IconClockShield } from '@tabler/icons-react';
import { useNowMs, useProjectClock } from '../../lib/clock.tsx';
import { exactInstant, span, utcClock, utcDate } from '../../lib/instants.ts';
import classes from './clock-state.module.css';

/** The project's clock. A frozen or shifted one decides about money, so it cannot be overlooked. */
export function ClockState() {
  const clock = useProjectClock();
  const nowMs = useNowMs();
  const state =
    clock.frozenAtMs !== null ? 'frozen' : Math.abs(clock.offsetMs) >= 1000 ? 'shifted' : 'real';
  const Icon =
    state === 'frozen' ? IconClockPause : state === 'shifted' ? IconClockShield : IconClock;
  return (
    <span className={classes.clock} data-state={state} title={exactInstant(nowMs)}>
      <Icon size={15} stroke={1.6} aria-hidden />
      <span className={classes.time}>
        {state === 'real' ? '' : `${utcDate(nowMs)} `}
        {utcClock(nowMs)} <span className={classes.zone}>UTC</span>
      </span>
      {state === 'real' ? null : (
        <b>{state === 'frozen' ? 'clock frozen' : shiftWords(clock.offsetMs)}</b>
      )}
    </span>
  );
}

function shiftWords(offsetMs: number): string {
  return `clock ${span(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead' : 'behind'}`;
}

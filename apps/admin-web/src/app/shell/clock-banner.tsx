import { Link } from '@tanstack/react-router';
import { useNowMs, useProjectClock } from '../../lib/clock.tsx';
import { span, utcClock, utcDate } from '../../lib/instants.ts';
import classes from './clock-banner.module.css';

/** Says on every page that time is not real here, because money is decided by it. */
export function ClockBanner() {
  const { offsetMs, frozenAtMs } = useProjectClock();
  const nowMs = useNowMs();
  const isReal = frozenAtMs === null && Math.abs(offsetMs) < 1_000;
  if (isReal) return null;
  const state =
    frozenAtMs === null
      ? `runs ${span(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead of' : 'behind'} real time`
      : 'is frozen';
  return (
    <p className={classes.banner} role="status">
      <b>
        This project’s clock {state}: it is {utcDate(nowMs)}, {utcClock(nowMs)} UTC here.
      </b>{' '}
      Periods, windows and expiries follow it. <Link to="/settings">Clock</Link>
    </p>
  );
}

import type { ReactNode } from 'react';
import { TimeAgo } from '../time-ago.tsx';
import classes from './turn-line.module.css';

type StepProps = {
  readonly title: ReactNode;
  readonly at: string | null;
  readonly tone: 'asked' | 'held' | 'done' | 'denied' | 'open';
  readonly children?: ReactNode;
};

/** One stop on the line. */
export function Step({ title, at, tone, children }: StepProps) {
  return (
    <li className={classes.step} data-tone={tone}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        <span className="secondary small">{at ? <TimeAgo at={at} /> : null}</span>
      </div>
      {children}
    </li>
  );
}

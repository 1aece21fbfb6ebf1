import type { ReactNode } from 'react';
import { type LimitUse, leftOf, limitGeometry } from '../lib/limit-geometry.ts';
import classes from './limit-bar.module.css';

type LimitBarProps = LimitUse & {
  readonly label: ReactNode;
  /** Names the bar for screen readers. */
  readonly name: string;
  /** Numbers of this limit's unit, with the unit where it needs one. */
  readonly format: (value: bigint) => string;
  /** Small print under the label: which window it is. */
  readonly window?: ReactNode;
  /** Right below the track: the reset time, or the sum behind the limit. */
  readonly below?: ReactNode;
  /** Under the numbers; what is held and left unless told otherwise. */
  readonly aside?: ReactNode;
};

/** One line for every "used of allowed": label, track, numbers, and below it when it starts anew. */
export function LimitBar({ label, name, format, window, below, aside, ...use }: LimitBarProps) {
  return (
    <div className={classes.line}>
      <div className={classes.label}>
        {label}
        {window ? <div className={classes.window}>{window}</div> : null}
      </div>
      <div className={classes.trackCell}>
        <LimitTrack {...use} text={`${name}: ${limitSentence(use, format)}`} />
        {below ? <div className={classes.note}>{below}</div> : null}
      </div>
      <div className={classes.numbers} data-figures>
        <b className={classes.used}>{format(use.used)}</b>
        <span className={classes.of}>
          {use.allowed === null ? ', no limit' : ` of ${format(use.allowed)}`}
        </span>
        <div className={classes.note}>{aside ?? <HeldAndLeft {...use} format={format} />}</div>
      </div>
    </div>
  );
}

function HeldAndLeft({ format, ...use }: LimitUse & { readonly format: LimitBarProps['format'] }) {
  const left = leftOf(use);
  const over = use.allowed === null ? 0n : use.used + use.held - use.allowed;
  const parts = [
    use.held > 0n ? `${format(use.held)} held` : null,
    over > 0n ? `${format(over)} over` : left === null ? null : `${format(left)} left`,
  ];
  return <>{parts.filter((part) => part !== null).join(' · ')}</>;
}

type LimitTrackProps = LimitUse & {
  readonly text: string;
  /** For what is meant to be used up, such as credits: full is no cause for alarm. */
  readonly calm?: boolean;
};

/** The bare track, for table cells; its numbers stand beside it. */
export function LimitTrack({ text, calm = false, ...use }: LimitTrackProps) {
  const drawn = limitGeometry(use);
  const overFrom = drawn.endMark;
  return (
    <div
      className={classes.track}
      data-tone={calm ? 'calm' : drawn.tone}
      role="img"
      aria-label={text}
      title={text}
    >
      <span className={classes.usedPart} style={{ width: `${drawn.usedWidth}%` }} />
      <span
        className={classes.heldPart}
        style={{ left: `${drawn.usedWidth}%`, width: `${drawn.heldWidth}%` }}
      />
      {drawn.overWidth > 0 ? (
        <>
          <span
            className={classes.overPart}
            style={{ left: `${overFrom}%`, width: `${drawn.overWidth}%` }}
          />
          <span className={classes.endMark} style={{ left: `${overFrom}%` }} />
        </>
      ) : null}
    </div>
  );
}

/** `37 used, 2 held, 110 allowed, 71 left`. */
export function limitSentence(use: LimitUse, format: (value: bigint) => string): string {
  const left = leftOf(use);
  const held = use.held > 0n ? `, ${format(use.held)} held` : '';
  if (use.allowed === null || left === null) return `${format(use.used)} used${held}, unlimited`;
  const over = use.used + use.held - use.allowed;
  const rest = over > 0n ? `${format(over)} over the limit` : `${format(left)} left`;
  return `${format(use.used)} used${held} of ${format(use.allowed)}, ${rest}`;
}

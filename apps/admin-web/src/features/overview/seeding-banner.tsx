import { formatCount } from '@purser/domain/money/format-usd';
import classes from './overview-page.module.css';

/** While the demo's past is still being written, figures grow: it says so. */
export function SeedingBanner({
  seeding,
}: {
  readonly seeding: { readonly done: number; readonly total: number };
}) {
  const percent = seeding.total > 0 ? Math.floor((seeding.done * 100) / seeding.total) : 0;
  return (
    <div className={classes.banner} role="status">
      <span className={classes.bannerWords}>
        <b>The demo is still being written.</b> {formatCount(seeding.done)} of{' '}
        {formatCount(seeding.total)} turns are in the ledger; the figures below grow until it is
        done.
      </span>
      <span
        className={classes.progress}
        role="progressbar"
        aria-label="Demo data"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${percent}%` }} />
      </span>
      <span>{percent} %</span>
    </div>
  );
}

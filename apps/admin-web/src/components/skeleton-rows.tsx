import classes from './skeleton-rows.module.css';

const widths = ['92%', '78%', '85%', '64%', '88%', '71%', '80%', '58%'];

/** Rows in the places where rows will be. */
export function SkeletonRows({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div className={classes.rows} role="status" aria-label="Loading">
      {widths.slice(0, rows).map((width) => (
        <div key={width} className={classes.row}>
          <span style={{ width }} />
        </div>
      ))}
    </div>
  );
}

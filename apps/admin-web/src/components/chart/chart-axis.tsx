import { formatCount, formatUsd } from '@purser/domain/money/format-usd';
import { utcClock, utcDay } from '../../lib/instants.ts';
import type { ChartLayout } from './layout.ts';
import type { Bucket, ChartColumn } from './series.ts';
import classes from './spend-chart.module.css';

/** Lines at round amounts, with the amount on the line, and dates along the baseline. */
export function ChartAxis({
  layout,
  columns,
  bucket,
}: {
  readonly layout: ChartLayout;
  readonly columns: readonly ChartColumn[];
  readonly bucket: Bucket;
}) {
  const every = Math.max(
    1,
    Math.ceil(columns.length / Math.max(2, Math.floor((layout.plotRight - layout.plotLeft) / 84))),
  );
  return (
    <g>
      {layout.ticks.map((tick) => (
        <g key={String(tick)}>
          <line
            x1={layout.plotLeft}
            x2={layout.plotRight}
            y1={layout.y(tick)}
            y2={layout.y(tick)}
            className={tick === 0n ? classes.baseline : classes.grid}
          />
          <text
            x={layout.plotLeft - 8}
            y={layout.y(tick) + 4}
            textAnchor="end"
            className={classes.tick}
          >
            {tickText(tick)}
          </text>
        </g>
      ))}
      {columns.map((column, index) =>
        index % every === 0 ? (
          <text
            key={column.startMs}
            x={layout.x(index)}
            y={layout.plotBottom + 17}
            className={classes.date}
            textAnchor="middle"
          >
            {bucket === 'day' ? utcDay(column.startMs) : utcClock(column.startMs)}
          </text>
        ) : null,
      )}
    </g>
  );
}

function tickText(tick: bigint): string {
  return tick % 1_000_000n === 0n ? `$${formatCount(tick / 1_000_000n)}` : formatUsd(tick);
}

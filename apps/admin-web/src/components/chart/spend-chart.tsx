import { useElementSize } from '@mantine/hooks';
import { formatUsd } from '@purser/domain/money/format-usd';
import { type KeyboardEvent, useState } from 'react';
import { utcClock, utcDate, utcDay } from '../../lib/instants.ts';
import { ChartAxis } from './chart-axis.tsx';
import { ChartColumns } from './chart-columns.tsx';
import { ChartLabels } from './chart-labels.tsx';
import { type ChartLayout, layoutOf } from './layout.ts';
import type { Bucket, ChartColumn, ChartData } from './series.ts';
import classes from './spend-chart.module.css';

export type ChartBudget = { readonly amountMicroUsd: bigint; readonly name: string };

type SpendChartProps = {
  readonly data: ChartData;
  readonly bucket: Bucket;
  readonly label: string;
  /** A budget for one bucket, drawn as a line with its name on it. */
  readonly budget?: ChartBudget | null;
};

const height = 232;

/** Amounts as stacked columns from a zero baseline, named at their right end; hovering reads a sentence. */
export function SpendChart({ data, bucket, label, budget }: SpendChartProps) {
  const { ref, width } = useElementSize<HTMLElement>();
  const [at, setAt] = useState<number | null>(null);
  const layout = layoutOf({ data, width, height, budgetMicroUsd: budget?.amountMicroUsd ?? null });
  const column = at === null ? undefined : data.columns[at];
  return (
    <figure className={classes.figure} ref={ref}>
      <figcaption className={classes.reading} aria-live="polite">
        {column ? sentenceOf(column, bucket) : <span className="secondary">{label}</span>}
      </figcaption>
      {width > 0 ? (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={label}
          className={classes.svg}
          onPointerMove={(event) => setAt(layout.columnAt(event.nativeEvent.offsetX))}
          onPointerLeave={() => setAt(null)}
          onKeyDown={(event) => setAt(stepByKey(event, at, data.columns.length))}
          onBlur={() => setAt(null)}
        >
          <ChartAxis layout={layout} columns={data.columns} bucket={bucket} />
          <ChartColumns layout={layout} data={data} highlighted={at} />
          {budget ? <BudgetLine layout={layout} budget={budget} /> : null}
          <ChartLabels layout={layout} data={data} />
        </svg>
      ) : (
        <div style={{ height }} />
      )}
    </figure>
  );
}

type BudgetLineProps = { readonly layout: ChartLayout; readonly budget: ChartBudget };

function BudgetLine({ layout, budget }: BudgetLineProps) {
  const y = layout.y(budget.amountMicroUsd);
  return (
    <g>
      <line x1={layout.plotLeft} x2={layout.plotRight} y1={y} y2={y} className={classes.budget} />
      <text x={layout.plotLeft + 4} y={y - 5} className={classes.budgetName}>
        {budget.name}
      </text>
    </g>
  );
}

function sentenceOf(column: ChartColumn, bucket: Bucket): string {
  const when =
    bucket === 'day'
      ? utcDate(column.startMs)
      : `${utcDay(column.startMs)}, ${utcClock(column.startMs)} UTC`;
  if (column.parts.length === 0) return `${when}: nothing was spent.`;
  const parts = column.parts
    .map((part) => `${formatUsd(part.amountMicroUsd)} ${part.group}`)
    .join(', ');
  return `${when}: ${formatUsd(column.totalMicroUsd)} spent${column.parts.length > 1 ? `, of it ${parts}` : ` (${parts})`}.`;
}

function stepByKey(event: KeyboardEvent, at: number | null, count: number): number | null {
  if (event.key === 'ArrowRight') return at === null ? 0 : Math.min(count - 1, at + 1);
  if (event.key === 'ArrowLeft') return at === null ? count - 1 : Math.max(0, at - 1);
  return event.key === 'Escape' ? null : at;
}

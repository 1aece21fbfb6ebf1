import { memo } from 'react';
import type { ChartLayout } from './layout.ts';
import { type ChartColumn, type ChartData, otherGroup } from './series.ts';
import classes from './spend-chart.module.css';

/** The token that colours a series: by its rank, and grey for the rest. */
export function seriesColor(group: string, groups: readonly string[]): string {
  return group === otherGroup
    ? 'var(--series-other)'
    : `var(--series-${groups.indexOf(group) + 1})`;
}

type ChartColumnsProps = {
  readonly layout: ChartLayout;
  readonly data: ChartData;
  readonly highlighted: number | null;
};

export const ChartColumns = memo(function ChartColumns({
  layout,
  data,
  highlighted,
}: ChartColumnsProps) {
  return (
    <g>
      {data.columns.map((column, index) => (
        <g
          key={column.startMs}
          className={classes.column}
          data-dimmed={highlighted !== null && highlighted !== index ? true : undefined}
        >
          {column.parts.length === 0 ? (
            <line
              x1={layout.x(index) - 3}
              x2={layout.x(index) + 3}
              y1={layout.plotBottom - 3}
              y2={layout.plotBottom - 3}
              className={classes.gap}
            />
          ) : (
            partsOf(column, layout).map((part) => (
              <rect
                key={part.group}
                x={layout.x(index) - layout.columnWidth / 2}
                width={layout.columnWidth}
                y={part.top}
                height={part.height}
                fill={seriesColor(part.group, data.groups)}
              />
            ))
          )}
        </g>
      ))}
    </g>
  );
});

/** Rectangles from the baseline upwards, a hair of paper between two of them. */
export function partsOf(
  column: ChartColumn,
  layout: ChartLayout,
): { group: string; top: number; height: number }[] {
  let below = 0n;
  return column.parts.map((part) => {
    const bottom = layout.y(below);
    below += part.amountMicroUsd;
    const top = layout.y(below);
    return {
      group: part.group,
      top,
      height: Math.max(0.5, bottom - top - (bottom - top > 3 ? 1 : 0)),
    };
  });
}

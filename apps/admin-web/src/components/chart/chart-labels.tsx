import { partsOf, seriesColor } from './chart-columns.tsx';
import type { ChartLayout } from './layout.ts';
import { type ChartData, spreadLabels } from './series.ts';
import classes from './spend-chart.module.css';

const lineHeight = 15;

/** The series' names, at the height of their part of the last column that has any. */
export function ChartLabels({
  layout,
  data,
}: {
  readonly layout: ChartLayout;
  readonly data: ChartData;
}) {
  const last = data.columns.findLastIndex((column) => column.parts.length > 0);
  const column = data.columns[last];
  if (!column) return null;
  const parts = partsOf(column, layout).toReversed();
  const missing = data.groups.filter((group) => !parts.some((part) => part.group === group));
  const wanted = [
    ...parts.map((part) => ({ group: part.group, y: part.top + part.height / 2 })),
    ...missing.map((group) => ({ group, y: layout.plotBottom })),
  ];
  const placed = spreadLabels(
    wanted.map((label) => label.y),
    lineHeight,
    layout.plotBottom,
  );
  const from = layout.x(last) + layout.columnWidth / 2 + 2;
  const to = layout.plotRight + 8;
  return (
    <g>
      {wanted.map((label, index) => (
        <g key={label.group}>
          <polyline
            points={`${from},${label.y} ${to - 4},${placed[index]} ${to},${placed[index]}`}
            className={classes.leader}
            stroke={seriesColor(label.group, data.groups)}
          />
          <text x={to + 4} y={(placed[index] ?? 0) + 4} className={classes.series}>
            {label.group}
          </text>
        </g>
      ))}
    </g>
  );
}

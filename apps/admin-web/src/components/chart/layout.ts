import { maxBigint } from '@purser/domain/money/divide';
import { axisTicks, type ChartData } from './series.ts';

/** Where everything of a chart lies, in pixels. */
export type ChartLayout = {
  readonly plotTop: number;
  readonly plotBottom: number;
  readonly plotLeft: number;
  readonly plotRight: number;
  readonly width: number;
  readonly columnWidth: number;
  readonly ticks: readonly bigint[];
  readonly x: (column: number) => number;
  readonly y: (amountMicroUsd: bigint) => number;
  readonly columnAt: (x: number) => number | null;
};

const top = 10;
/** Room at the left for the amounts of the axis. */
const gutter = 46;
const axisHeight = 24;
/** Room at the right for the series' names. */
const labelWidth = 116;
const labelWidthNarrow = 78;
const narrowBelow = 520;

export function layoutOf({
  data,
  width,
  height,
  budgetMicroUsd,
}: {
  data: ChartData;
  width: number;
  height: number;
  budgetMicroUsd: bigint | null;
}): ChartLayout {
  const highest = data.columns.reduce(
    (highestSoFar, column) => maxBigint(highestSoFar, column.totalMicroUsd),
    budgetMicroUsd ?? 0n,
  );
  const ticks = axisTicks(highest);
  const scaleTop = ticks.at(-1) ?? 1n;
  const plotRight = Math.max(gutter, width - (width < narrowBelow ? labelWidthNarrow : labelWidth));
  const plotBottom = height - axisHeight;
  const step = (plotRight - gutter) / Math.max(1, data.columns.length);
  return {
    plotTop: top,
    plotBottom,
    plotLeft: gutter,
    plotRight,
    width,
    columnWidth: Math.max(1, Math.min(26, step * 0.72)),
    ticks,
    x: (column) => gutter + step * (column + 0.5),
    // A position on screen, so a float is exact enough: no amount is read back from it.
    y: (amount) =>
      plotBottom - (Number((amount * 1_000_000n) / scaleTop) / 1_000_000) * (plotBottom - top),
    columnAt: (x) => {
      const column = Math.floor((x - gutter) / step);
      return column >= 0 && column < data.columns.length ? column : null;
    },
  };
}

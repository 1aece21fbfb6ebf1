import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, chartData, spreadLabels } from './series.ts';

const day = 86_400_000;
const from = Date.parse('2026-11-01T00:00:00Z');

describe('chart series', () => {
  it('shows a bucket without points as a gap, not as a missing day', () => {
    const { columns } = chartData([{ bucketStartMs: from, group: 'a', amountMicroUsd: 5n }], {
      fromMs: from,
      toMs: from + 3 * day,
      bucket: 'day',
    });
    expect(columns.map((column) => column.parts.length)).toEqual([1, 0, 0]);
  });

  it('orders groups by their sum and folds all beyond four into one', () => {
    const points = ['a', 'b', 'c', 'd', 'e'].map((group, index) => ({
      bucketStartMs: from,
      group,
      amountMicroUsd: BigInt(index + 1),
    }));
    const { groups, columns } = chartData(points, {
      fromMs: from,
      toMs: from + day,
      bucket: 'day',
    });
    expect(groups).toEqual(['e', 'd', 'c', 'other']);
    expect(columns[0]?.parts.at(-1)).toEqual({ group: 'other', amountMicroUsd: 3n });
  });

  it('loses no micro-dollar on the way from points to columns', () => {
    const point = fc.record({
      bucketStartMs: fc.integer({ min: 0, max: 6 }).map((index) => from + index * day),
      group: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      amountMicroUsd: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 60 }), (points) => {
        const { columns } = chartData(points, {
          fromMs: from,
          toMs: from + 7 * day,
          bucket: 'day',
        });
        const drawn = columns.reduce((sum, column) => sum + column.totalMicroUsd, 0n);
        expect(drawn).toBe(points.reduce((sum, each) => sum + each.amountMicroUsd, 0n));
      }),
    );
  });

  it('starts every axis at zero, reaches the highest value, and has at most five lines', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), (highest) => {
        const ticks = axisTicks(highest);
        expect(ticks[0]).toBe(0n);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
        expect(ticks.length).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('keeps direct labels apart and inside the chart', () => {
    expect(spreadLabels([10, 12, 14], 14, 100)).toEqual([10, 24, 38]);
    expect(spreadLabels([90, 95, 98], 14, 100)).toEqual([72, 86, 100]);
  });
});

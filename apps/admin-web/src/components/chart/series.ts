/** A point as the API gives it: buckets without anything are left out. */
export type ChartPoint = {
  readonly bucketStartMs: number;
  readonly group: string;
  readonly amountMicroUsd: bigint;
};

export type Bucket = 'hour' | 'day';

/** One column: its parts from the axis upwards, in the order of `groups`. */
export type ChartColumn = {
  readonly startMs: number;
  readonly totalMicroUsd: bigint;
  readonly parts: readonly { readonly group: string; readonly amountMicroUsd: bigint }[];
};

export type ChartData = {
  readonly groups: readonly string[];
  readonly columns: readonly ChartColumn[];
};

/** Beyond four series the smallest are one: more colours cannot be told apart. */
const groupsMax = 4;
export const otherGroup = 'other';

const bucketMs: Record<Bucket, number> = { hour: 3_600_000, day: 86_400_000 };

/**
 * Points → columns for every bucket from `fromMs` up to, not including, `toMs`, in UTC. A bucket with
 * no point is a column without parts: a gap that is seen. Groups are ordered by their sum, largest first.
 */
export function chartData(
  points: readonly ChartPoint[],
  { fromMs, toMs, bucket }: { fromMs: number; toMs: number; bucket: Bucket },
): ChartData {
  const groups = largestGroups(points);
  const byBucket = Map.groupBy(points, (point) => bucketStart(point.bucketStartMs, bucket));
  const columns: ChartColumn[] = [];
  for (let startMs = bucketStart(fromMs, bucket); startMs < toMs; startMs += bucketMs[bucket]) {
    columns.push(columnOf(startMs, byBucket.get(startMs) ?? [], groups));
  }
  return { groups, columns };
}

function bucketStart(atMs: number, bucket: Bucket): number {
  return Math.floor(atMs / bucketMs[bucket]) * bucketMs[bucket];
}

function largestGroups(points: readonly ChartPoint[]): string[] {
  const sums = new Map<string, bigint>();
  for (const point of points)
    sums.set(point.group, (sums.get(point.group) ?? 0n) + point.amountMicroUsd);
  const ordered = [...sums.entries()]
    .toSorted(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
    .map(([group]) => group);
  return ordered.length <= groupsMax ? ordered : [...ordered.slice(0, groupsMax - 1), otherGroup];
}

function columnOf(
  startMs: number,
  points: readonly ChartPoint[],
  groups: readonly string[],
): ChartColumn {
  const sums = new Map<string, bigint>();
  for (const point of points) {
    const group = groups.includes(point.group) ? point.group : otherGroup;
    sums.set(group, (sums.get(group) ?? 0n) + point.amountMicroUsd);
  }
  const parts = groups
    .map((group) => ({ group, amountMicroUsd: sums.get(group) ?? 0n }))
    .filter((part) => part.amountMicroUsd > 0n);
  return {
    startMs,
    parts,
    totalMicroUsd: parts.reduce((sum, part) => sum + part.amountMicroUsd, 0n),
  };
}

/** The top of the axis and its lines: 1, 2 or 5 times a power of ten apart, at most five of them, from zero. */
export function axisTicks(highestMicroUsd: bigint): readonly bigint[] {
  if (highestMicroUsd <= 0n) return [0n, 1_000_000n];
  for (let power = 1n; ; power *= 10n) {
    for (const step of [power, 2n * power, 5n * power]) {
      const count = (highestMicroUsd + step - 1n) / step;
      if (count <= 4n)
        return Array.from({ length: Number(count) + 1 }, (_, index) => BigInt(index) * step);
    }
  }
}

/** Label positions that keep `gap` between neighbours, moved as little as the order allows, inside 0 … `height`. */
export function spreadLabels(wanted: readonly number[], gap: number, height: number): number[] {
  const placed: number[] = [];
  for (const position of wanted)
    placed.push(Math.max(position, (placed.at(-1) ?? -Infinity) + gap));
  let ceiling = height;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    placed[index] = Math.min(placed[index] ?? 0, ceiling);
    ceiling = (placed[index] ?? 0) - gap;
  }
  return placed;
}

import { median } from './median.ts';

/** One side of a comparison: what one round of it measures. */
export type Side = {
  readonly name: string;
  readonly measure: () => Promise<number>;
};

export type Alternated = {
  readonly median: (name: string) => number;
  readonly rounds: Readonly<Record<string, readonly number[]>>;
};

/**
 * Measures the sides in turn, round after round, so that a slow minute of the machine falls on all of
 * them. Every other round runs them backwards; the first round warms up and is not counted.
 */
export async function alternate(
  sides: readonly Side[],
  { rounds, log }: { readonly rounds: number; readonly log: (line: string) => void },
): Promise<Alternated> {
  const measured: Record<string, number[]> = Object.fromEntries(
    sides.map(({ name }) => [name, []]),
  );
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, measure } of round % 2 === 0 ? sides : [...sides].reverse()) {
      const value = await measure();
      if (round > 0) measured[name]?.push(value);
      const label = round === 0 ? 'warm-up' : `round ${round}`;
      log(`${label} · ${name}: ${value >= 100 ? Math.round(value) : value.toFixed(2)}`);
    }
  }
  return { median: (name) => median(measured[name] ?? []), rounds: measured };
}

import { median } from './median.ts';

/** What one measurement took, by name: rates, percentiles, counts. The first one is shown while it runs. */
export type Reading = Readonly<Record<string, number>>;

/** One side of a comparison: what one round of it measures. */
export type Side<Taken extends Reading = Reading> = {
  readonly name: string;
  readonly measure: () => Promise<Taken>;
};

export type Alternated<Taken extends Reading> = {
  /** The median of one figure of one side over the rounds that count. */
  readonly median: (name: string, figure: keyof Taken) => number;
  readonly rounds: Readonly<Record<string, readonly Taken[]>>;
};

/**
 * Measures the sides in turn, round after round, so that a slow minute of the machine falls on all of
 * them. Every other round runs them backwards; the first round warms up and is not counted.
 */
export async function alternate<Taken extends Reading>(
  sides: readonly Side<Taken>[],
  { rounds, log }: { readonly rounds: number; readonly log: (line: string) => void },
): Promise<Alternated<Taken>> {
  const measured: Record<string, Taken[]> = Object.fromEntries(sides.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, measure } of round % 2 === 0 ? sides : [...sides].reverse()) {
      const taken = await measure();
      if (round > 0) measured[name]?.push(taken);
      const label = round === 0 ? 'warm-up' : `round ${round}`;
      log(`${label} · ${name}: ${shown(taken)}`);
    }
  }
  return {
    median: (name, figure) => median((measured[name] ?? []).map((taken) => taken[figure])),
    rounds: measured,
  };
}

function shown(taken: Reading): string {
  return Object.entries(taken)
    .map(([figure, value]) => `${figure} ${value >= 100 ? Math.round(value) : value.toFixed(2)}`)
    .join(', ');
}

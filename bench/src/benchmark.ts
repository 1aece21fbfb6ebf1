/** One figure of a benchmark: a line of the table and of the JSON that is kept. */
export type Line = {
  readonly id: string;
  /** What was compared, in the table's words. */
  readonly what: string;
  /** The figure in the unit of `must` and `aim`; null when it could not be taken. */
  readonly measured: number | null;
  readonly must: Bound | null;
  readonly aim: Bound | null;
  /** What stands beside the figure: absolute rates, latencies, sizes. */
  readonly detail: string;
};

/** A target: at least, at most or exactly so much, with the sign it is printed with. */
export type Bound = {
  readonly is: 'at least' | 'at most' | 'exactly';
  readonly value: number;
  readonly unit: string;
};

export type BenchmarkOptions = {
  /** Alternating rounds that count; the first, uncounted one warms both sides up. */
  readonly rounds: number;
  /** How long what runs for minutes runs; its own measure without it. */
  readonly minutes?: number;
  readonly log: (line: string) => void;
};

export type Benchmark = {
  readonly id: string;
  readonly title: string;
  readonly run: (options: BenchmarkOptions) => Promise<BenchmarkResult>;
};

export type BenchmarkResult = {
  readonly lines: readonly Line[];
  /** Everything measured, round by round, for the JSON. */
  readonly raw: unknown;
};

/** A ratio that should be at least so much. */
export function times(value: number): Bound {
  return { is: 'at least', value, unit: '×' };
}

export function atMost(value: number, unit: string): Bound {
  return { is: 'at most', value, unit };
}

export function exactly(value: number, unit: string): Bound {
  return { is: 'exactly', value, unit };
}

export function isReached(measured: number, { is, value }: Bound): boolean {
  if (is === 'exactly') return measured === value;
  return is === 'at least' ? measured >= value : measured <= value;
}

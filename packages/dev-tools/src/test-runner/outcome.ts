/** A test, a check or a task that did not pass. */
export type Failure = {
  /** The package or the file that holds it. */
  readonly where: string;
  readonly name: string;
  readonly detail: string;
};

/** How a stage, or a part of it, ended. */
export type Outcome = {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
};

/** Adds outcomes up. */
export function sumOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    skipped: outcomes.reduce((sum, { skipped }) => sum + skipped, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

/** A single thing that passed. */
export const onePassed: Outcome = { passed: 1, skipped: 0, failures: [] };

/** A single thing that failed. */
export function oneFailed(failure: Failure): Outcome {
  return { passed: 0, skipped: 0, failures: [failure] };
}

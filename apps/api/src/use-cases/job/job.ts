import type { JobReport } from '../../ports/job-runs.ts';

/**
 * Work that comes by itself. A run may overlap with another one of the same job in any process, and
 * may die at any point: each job is written so that its effect happens once all the same.
 */
export type Job = {
  readonly name: string;
  /** What it does, for operators. */
  readonly description: string;
  readonly everySeconds: number;
  readonly run: () => Promise<JobReport>;
};

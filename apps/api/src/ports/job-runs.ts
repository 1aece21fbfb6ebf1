import type { JobRunView } from '@purser/schema/contract/operation-views';

/** What a run did: how much it handled, how much of that failed, and why the first failure did. */
export type JobReport = {
  readonly handled: number;
  readonly failed: number;
  readonly error: string | null;
};

/** The log of job runs. Jobs belong to no project: instants are the database's own clock. */
export interface JobRuns {
  start(run: {
    readonly id: string;
    readonly job: string;
    readonly trigger: string;
  }): Promise<void>;
  finish(id: string, report: JobReport): Promise<JobRunView>;
  find(id: string): Promise<JobRunView | null>;
  /** The newest run of each job that has run. */
  newest(jobs: readonly string[]): Promise<ReadonlyMap<string, JobRunView>>;
}

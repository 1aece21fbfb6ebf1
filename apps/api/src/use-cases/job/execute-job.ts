import type { JobRunView } from '@purser/schema/contract/operation-views';
import type { JobReport, JobRuns } from '../../ports/job-runs.ts';
import { messageOf } from './in-each-scope.ts';
import type { Job } from './job.ts';

export type ExecuteDeps = {
  readonly runs: JobRuns;
  /** Told of every run that failed, whole or in part. */
  readonly onError: (error: unknown) => void;
};

/** A run of a job went wrong somewhere. */
export class JobFailedError extends Error {
  override name = 'JobFailedError';
}

/** Runs a job and records when, how much it handled and what failed; a job that throws is recorded too. */
export async function executeJob(
  { runs, onError }: ExecuteDeps,
  job: Job,
  { id, trigger }: { readonly id: string; readonly trigger: string },
): Promise<JobRunView> {
  await runs.start({ id, job: job.name, trigger });
  let report: JobReport;
  try {
    report = await job.run();
    if (report.failed > 0) onError(new JobFailedError(`Job ${job.name}: ${report.error}`));
  } catch (error) {
    onError(error);
    report = { handled: 0, failed: 1, error: messageOf(error) };
  }
  return runs.finish(id, report);
}

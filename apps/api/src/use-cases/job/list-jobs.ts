import type { JobView } from '@purser/schema/contract/operation-views';
import type { JobRuns } from '../../ports/job-runs.ts';
import type { System } from '../../ports/system.ts';
import type { Job } from './job.ts';

export type ListDeps = {
  readonly jobs: readonly Job[];
  readonly runs: JobRuns;
  readonly system: Pick<System, 'nowMs'>;
};

/** Every job with its newest run and when it comes next. */
export async function listJobs({ jobs, runs, system }: ListDeps): Promise<readonly JobView[]> {
  const newest = await runs.newest(jobs.map(({ name }) => name));
  return jobs.map(({ name, description, everySeconds }) => ({
    name,
    description,
    schedule: `every ${periodText(everySeconds)}`,
    lastRun: newest.get(name) ?? null,
    nextRunAt: new Date(nextSlotMs(system.nowMs(), everySeconds)),
  }));
}

/** Jobs come once in every slot of their period since the epoch. */
function nextSlotMs(nowMs: number, everySeconds: number): number {
  const periodMs = everySeconds * 1000;
  return (Math.floor(nowMs / periodMs) + 1) * periodMs;
}

const units = [
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** 1 → "second", 600 → "10 minutes", 3600 → "hour". */
function periodText(periodSeconds: number): string {
  const { unit, seconds } = units.find((each) => periodSeconds % each.seconds === 0) ?? units[2];
  const count = periodSeconds / seconds;
  return count === 1 ? unit : `${count} ${unit}s`;
}

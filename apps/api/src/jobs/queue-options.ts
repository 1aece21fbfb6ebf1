import type { ConstructorOptions, QueueOptions, QueuePolicy } from 'pg-boss';
import type { Job } from '../use-cases/job/job.ts';

/** One connection polls and answers while another one keeps the board in order. */
const connectionsMax = 2;
/** Finished jobs are deleted by maintenance, which so runs often enough for those of every second. */
const maintenanceSeconds = 300;
/** The longest a run may take before it counts as dead; nothing waits for that. */
const runSecondsMax = 3_600;

/** pg-boss beside our own tables, in a schema of its own that it makes itself. */
export function boardOptions(databaseUrl: string): ConstructorOptions {
  return {
    connectionString: databaseUrl,
    application_name: 'purser-jobs',
    max: connectionsMax,
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    maintenanceIntervalSeconds: maintenanceSeconds,
  };
}

/**
 * `short`: at most one job waits, any number may run, so that a process that died in the middle holds
 * nobody up. A finished job marks its slot as taken and is kept until the slot is over.
 */
export function queueOptions({ everySeconds }: Job): QueueOptions & { policy: QueuePolicy } {
  return {
    policy: 'short',
    retryLimit: 0,
    expireInSeconds: runSecondsMax,
    retentionSeconds: everySeconds + 60,
    deleteAfterSeconds: 2 * everySeconds + 60,
  };
}

/** How often a process looks for a job: a fifth of its period, within what is useful. */
export function pollSeconds({ everySeconds }: Job): number {
  return Math.min(Math.max(everySeconds / 5, 0.5), 10);
}

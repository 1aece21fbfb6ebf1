import { PgBoss } from 'pg-boss';
import type { System } from '../ports/system.ts';
import { type ExecuteDeps, executeJob } from '../use-cases/job/execute-job.ts';
import type { Job } from '../use-cases/job/job.ts';
import { boardOptions, pollSeconds, queueOptions } from './queue-options.ts';

export type JobsDeps = ExecuteDeps & {
  readonly databaseUrl: string;
  readonly jobs: readonly Job[];
  readonly system: Pick<System, 'newId'>;
};

export type Jobs = {
  /** Begins in the background, however long PostgreSQL takes to answer. */
  readonly start: () => void;
  /** Lets runs in hand end; nothing begins afterwards. */
  readonly stop: () => Promise<void>;
};

/** Runs in hand get so long to end when the process is asked to stop. */
const stopPatienceMs = 5_000;
/** A process asks for a job at least so often, so that one that comes rarely is not late by much. */
const askSecondsMax = 30;

/**
 * Jobs on pg-boss, for any number of processes. Cron would not come more often than once a minute, so
 * each process asks for each job once a period, and the queue keeps one job in every slot of the
 * period: whoever asks first puts it there, whoever polls first runs it. Nothing has to survive for the
 * next slot to come. A job that waits is not queued twice, so a stall leaves no backlog.
 */
export function createJobs(deps: JobsDeps): Jobs {
  const boss = new PgBoss(boardOptions(deps.databaseUrl));
  boss.on('error', deps.onError);
  const timers: NodeJS.Timeout[] = [];
  let started: Promise<void> | undefined;
  let stopped = false;

  const ask = ({ name, everySeconds }: Job) => {
    boss.send(name, null, { singletonSeconds: everySeconds }).catch(deps.onError);
  };
  const begin = async () => {
    await boss.start({ attempts: Number.MAX_SAFE_INTEGER });
    for (const job of deps.jobs) {
      if (stopped) return;
      await boss.createQueue(job.name, queueOptions(job));
      const polling = { pollingIntervalSeconds: pollSeconds(job) };
      await boss.work(job.name, polling, () => runOnce(deps, job));
      ask(job);
      const askEveryMs = Math.min(job.everySeconds, askSecondsMax) * 1000;
      timers.push(setInterval(() => ask(job), askEveryMs).unref());
    }
  };
  return {
    start: () => {
      started ??= begin().catch((error) => {
        if (!stopped) deps.onError(error);
      });
    },
    stop: async () => {
      stopped = true;
      const stopping = boss.stop({ graceful: true, timeout: stopPatienceMs });
      await started;
      for (const timer of timers) clearInterval(timer);
      await stopping;
    },
  };
}

/** A run that cannot even be recorded leaves the next slot to try. */
async function runOnce(deps: JobsDeps, job: Job): Promise<void> {
  try {
    await executeJob(deps, job, { id: deps.system.newId(), trigger: 'schedule' });
  } catch (error) {
    deps.onError(error);
  }
}

import type { JobRunView, JobView } from '@purser/schema/contract/operation-views';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { formatTable, print } from './output.ts';
import { unwrap } from './unwrap.ts';
import { type AppVisit, visitApp } from './visit-app.ts';

export const command: Command = {
  usage: 'list | run <name> …',
  details: `
  list   every job: how often it comes, its last run, the next one, how long the last took, how much it
         handled, how much of that failed, and why the first failure did. Instants are UTC.
  run    runs one here and now, or several one after another, as the dashboard does, and says what each
         did. The exit code is 1 when anything failed, and what follows is not run.`,
  run: async ([verb, ...names]) => {
    if (verb === 'list' && names.length === 0) return listJobs();
    if (verb === 'run' && names.length > 0) return runJobs(names);
    throw new UsageError('Say list, or run <name> …');
  },
};

const heads = ['job', 'schedule', 'last run', 'next run', 'took', 'handled', 'failed', 'error'];

async function listJobs(): Promise<void> {
  await visitApp(async ({ useCases, ctx }) => {
    const jobs = await useCases.job.list(ctx, {});
    print(formatTable([heads, ...jobs.map(rowOf)]));
  });
}

async function runJobs(names: readonly string[]): Promise<void> {
  await visitApp(async (visit) => {
    for (const name of names) await runJob(visit, name);
  });
}

async function runJob({ useCases, ctx }: AppVisit, name: string): Promise<void> {
  const meta = { reason: `purser job run ${name}` };
  const run = unwrap(await useCases.job.run(ctx, { name }, meta));
  const effect = `${run.job} took ${tookOf(run)}, handled ${run.handled}, failed ${run.failed}`;
  if (run.failed > 0) throw new CliError(`${effect}: ${run.error ?? 'no reason was given'}`);
  print(`${effect}.`);
}

function rowOf({ name, schedule, lastRun, nextRunAt }: JobView): readonly string[] {
  const next = nextRunAt === null ? '-' : instant(nextRunAt);
  if (lastRun === null) return [name, schedule, 'never', next, '-', '-', '-'];
  const { startedAt, handled, failed, error } = lastRun;
  const counts = [String(handled), String(failed)];
  return [name, schedule, instant(startedAt), next, tookOf(lastRun), ...counts, error ?? ''];
}

/** A run without an end is under way, or its process died. */
function tookOf({ startedAt, finishedAt }: JobRunView): string {
  return finishedAt === null ? 'no end' : `${finishedAt.getTime() - startedAt.getTime()} ms`;
}

function instant(at: Date): string {
  return at.toISOString().replace(/\.\d+/, '');
}

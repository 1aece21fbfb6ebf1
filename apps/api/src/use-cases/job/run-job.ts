import { accepted, rejected } from '@purser/domain/outcome';
import type { JobRunView } from '@purser/schema/contract/operation-views';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { type CommandDefinition, type CommandDeps, runCommand } from '../command/run-command.ts';
import { type ExecuteDeps, executeJob } from './execute-job.ts';
import type { Job } from './job.ts';

export type RunDeps = CommandDeps & ExecuteDeps & { readonly jobs: readonly Job[] };

/**
 * Runs a job by hand, here and now, and answers when it is done. That somebody asked for it is audited
 * before it runs; a repetition with the same key answers the run of the first.
 */
export function runJobWith(deps: RunDeps): UseCases['job']['run'] {
  return async (ctx, input, meta) => {
    const outcome = await runCommand(deps, askForRun(deps.jobs), { ctx, input, meta });
    if (!outcome.ok || outcome.dryRun) return outcome;
    const { id } = outcome.value;
    if (outcome.replayed) return { ...outcome, value: (await deps.runs.find(id)) ?? outcome.value };
    const job = deps.jobs.find(({ name }) => name === input.name);
    if (job === undefined) throw new Error('A job that was found is gone.');
    return { ...outcome, value: await executeJob(deps, job, { id, trigger: ctx.caller.id }) };
  };
}

function askForRun(
  jobs: readonly Job[],
): CommandDefinition<{ readonly name: string }, Job | null, null, JobRunView> {
  return {
    operation: 'run-job',
    load: async (_stores, { name }) => jobs.find((job) => job.name === name) ?? null,
    decide: (job, _input, moment) => {
      if (job === null) {
        const known = jobs.map(({ name }) => name).join(', ');
        const message = `There is no such job. There are: ${known}.`;
        return rejected({ code: 'not_found' as const, field: 'name', message });
      }
      const run: JobRunView = {
        id: moment.newId(),
        job: job.name,
        startedAt: moment.now,
        finishedAt: null,
        handled: 0,
        failed: 0,
        error: null,
        trigger: moment.actor,
      };
      return accepted({
        change: null,
        preview: run,
        changes: [{ label: 'job', before: null, after: job.name }],
        audit: { targetType: 'job', targetId: job.name, before: null, after: { run: run.id } },
        affects: 'nobody' as const,
      });
    },
    apply: async () => undefined,
  };
}

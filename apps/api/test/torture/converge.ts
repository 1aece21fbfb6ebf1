import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './stage.ts';
import type { Insist } from './stories.ts';

/** The scheduled job tells the counters of whatever was left untold within this. */
const retellMsMax = 20_000;
/** Passes over all jobs after which nothing may be left to do. */
const passesMax = 4;
/** A job that checks everything takes its time on a busy machine. */
const answerMsMax = 120_000;
/** These count what they looked at, whether or not there was anything to do. */
const alwaysHandle = new Set(['verify-ledger', 'verify-audit', 'seal-audit']);

type Run = {
  readonly job: string;
  readonly handled: number;
  readonly failed: number;
  readonly error: string | null;
};

/**
 * Everything that was left lying ends: an hour passes, and each job is run by hand until none finds
 * anything more. Throws when a job fails, or still finds work after its turn has come four times.
 */
export async function converge(stage: Stage, insist: Insist): Promise<void> {
  await insist('/api/v1/admin/clock', {
    body: { action: 'advance', by: '1h' },
    key: 'torture-end',
  });
  await untilAllIsTold(stage);
  const { jobs } = await graphql<{ jobs: readonly { name: string }[] }>(stage, '{ jobs { name } }');
  for (let pass = 1; ; pass += 1) {
    const runs: Run[] = [];
    for (const { name } of jobs) runs.push(await runJob(stage, name));
    const failed = runs.filter((run) => run.failed > 0);
    if (failed.length > 0) throw new Error(`Jobs failed: ${JSON.stringify(failed)}`);
    const working = runs.filter((run) => run.handled > 0 && !alwaysHandle.has(run.job));
    if (working.length === 0) return;
    if (pass === passesMax) throw new Error(`Jobs go on: ${JSON.stringify(working)}`);
  }
}

/** A lane is watched in real time until it counts as silent, so this is waited for, not run by hand. */
async function untilAllIsTold(stage: Stage): Promise<void> {
  const deadline = performance.now() + retellMsMax;
  for (;;) {
    const untold = await stage.read(`SELECT id, untold FROM lane WHERE untold <> '{}'`);
    if (untold.length === 0) return;
    if (performance.now() > deadline) throw new Error(`Untold: ${JSON.stringify(untold)}`);
    await sleep(200);
  }
}

async function runJob(stage: Stage, name: string): Promise<Run> {
  const answer = await graphql<{ runJob: { run: Run } }>(
    stage,
    `mutation ($name: String!) { runJob(input: { name: $name, reason: "torture" }) {
       ... on RunJobPayload { run { job handled failed error } } } }`,
    { name },
  );
  return answer.runJob.run;
}

async function graphql<Data>(stage: Stage, query: string, variables: object = {}): Promise<Data> {
  const deadline = performance.now() + answerMsMax;
  for (;;) {
    const answer = await stage.ask('/graphql', { body: { query, variables } });
    const data = answer?.body.data as Data | undefined;
    if (data !== undefined) return data;
    // Nobody answered in time: a job may well be run again.
    if (answer !== null || performance.now() > deadline) {
      throw new Error(`${query} ${JSON.stringify(variables)}: ${JSON.stringify(answer)}`);
    }
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { type Outcome, oneFailed, onePassed, sumOutcomes } from './outcome.ts';
import { readPlaywrightReport } from './playwright-results.ts';
import type { Stage } from './stages.ts';
import type { TaskRun } from './turbo.ts';
import { readVitestReport } from './vitest-results.ts';

/** How much of a task's log is shown when it fails. */
const logLinesMax = 60;

/** Counts what the tasks of a stage have found. */
export function readStageOutcome(stage: Stage, tasks: readonly TaskRun[]): Outcome {
  return sumOutcomes(tasks.map((task) => readTask(stage, task)));
}

function readTask({ suite }: Stage, task: TaskRun): Outcome {
  if (suite === undefined) return task.exitCode === 0 ? onePassed : oneFailed(taskFailure(task));
  const outcome = readReport(suite, task);
  // A suite that ended badly without a failing test has crashed.
  const hasCrashed =
    outcome === undefined || (task.exitCode !== 0 && outcome.failures.length === 0);
  return sumOutcomes([
    ...(outcome ? [outcome] : []),
    ...(hasCrashed ? [oneFailed(taskFailure(task))] : []),
  ]);
}

function readReport(suite: string, { directory }: TaskRun): Outcome | undefined {
  try {
    const file = join(workspaceRoot, directory, '.results', `${suite}.json`);
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return suite === 'e2e' ? readPlaywrightReport(report) : readVitestReport(report);
  } catch {
    return undefined;
  }
}

function taskFailure({ package: where, task, log }: TaskRun) {
  return { where, name: task, detail: log.trim().split('\n').slice(-logLinesMax).join('\n') };
}

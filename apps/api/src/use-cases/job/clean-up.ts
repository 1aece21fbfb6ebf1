import type { Clock } from '../../ports/clock.ts';
import type { JobReport } from '../../ports/job-runs.ts';
import type { ProjectDirectory } from '../../ports/project-directory.ts';
import type { Retention } from '../../ports/retention.ts';
import { inEachScope } from './in-each-scope.ts';

export type CleanUpDeps = {
  readonly clock: Clock;
  readonly projects: ProjectDirectory;
  readonly retention: Retention;
};

/** So many rows go in one statement, which holds their locks for some milliseconds. */
const rowsMax = 5_000;

/** Forgets what was kept for a time: idempotency answers (rule A4) and old job runs. */
export async function cleanUp({ clock, projects, retention }: CleanUpDeps): Promise<JobReport> {
  const report = await inEachScope(await projects.all(), async (scope) => {
    const at = { nowMs: await clock.nowMs(scope), limit: rowsMax };
    let forgotten = 0;
    for (;;) {
      const count = await retention.forgetAnswers(scope, at);
      forgotten += count;
      if (count < rowsMax) return forgotten;
    }
  });
  const others = (await retention.forgetRuns()) + (await retention.forgetNonces());
  return { ...report, handled: report.handled + others };
}

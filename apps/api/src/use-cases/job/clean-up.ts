import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Clock } from '../../ports/clock.ts';
import type { JobReport } from '../../ports/job-runs.ts';
import type { ProjectDirectory } from '../../ports/project-directory.ts';
import type { Retention } from '../../ports/retention.ts';
import { inEachScope } from './in-each-scope.ts';

/** How long what may be forgotten is kept, in days of the project's clock. */
export type RetentionTerms = { readonly deliveryDays: number; readonly eventDays: number };

export type CleanUpDeps = {
  readonly clock: Clock;
  readonly projects: ProjectDirectory;
  readonly retention: Retention;
  readonly keep: RetentionTerms;
};

/** So many rows go in one statement, which holds their locks for some milliseconds. */
const rowsMax = 5_000;
/** So many statements for one kind in one run; the next run goes on. */
const roundsMax = 100;
const dayMs = 86_400_000;

/**
 * Forgets what was kept for a time: idempotency answers (rule A4), alerts with their deliveries and outside
 * events that moved nothing (rule E9), and old job runs. Ledger, audit log and payments are never touched.
 */
export async function cleanUp(deps: CleanUpDeps): Promise<JobReport> {
  const { projects, retention } = deps;
  const report = await inEachScope(await projects.all(), (scope) => cleanUpProject(deps, scope));
  const others = (await retention.forgetRuns()) + (await retention.forgetNonces());
  return { ...report, handled: report.handled + others };
}

async function cleanUpProject(
  { clock, retention, keep }: CleanUpDeps,
  scope: ProjectScope,
): Promise<number> {
  const nowMs = await clock.nowMs(scope);
  const daysAgo = (days: number) => new Date(nowMs - days * dayMs);
  const [alerts, events] = [daysAgo(keep.deliveryDays), daysAgo(keep.eventDays)];
  return (
    (await untilFewer((limit) => retention.forgetAnswers(scope, { nowMs, limit }))) +
    (await untilFewer((limit) => retention.forgetAlerts(scope, { before: alerts, limit }))) +
    (await untilFewer((limit) => retention.forgetEvents(scope, { before: events, limit })))
  );
}

/** Asks for more as long as each statement was full. */
async function untilFewer(forget: (limit: number) => Promise<number>): Promise<number> {
  let forgotten = 0;
  for (let round = 0; round < roundsMax; round += 1) {
    const count = await forget(rowsMax);
    forgotten += count;
    if (count < rowsMax) break;
  }
  return forgotten;
}

import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { JobReport } from '../../ports/job-runs.ts';
import { runCommand } from '../command/run-command.ts';
import { messageOf } from '../job/in-each-scope.ts';
import { jobContext } from '../job/job-context.ts';
import { closeDuePeriod } from './close-due-period.ts';
import type { SweepDeps } from './sweep-periods.ts';

/** So many periods are looked for at a time. */
const periodsMax = 100;

/**
 * Closes every period of a project that no renewal is waited for any more, and moves on what ended holds
 * gave back to closed ones (rules S8 and S9). A period that fails is left out of the rest of this run.
 */
export async function sweepDuePeriods(deps: SweepDeps, scope: ProjectScope): Promise<JobReport> {
  const nowMs = await deps.clock.nowMs(scope);
  const ctx = jobContext('sweep-periods', scope, deps.ids.uuid7(nowMs));
  const errors: string[] = [];
  const tried: string[] = [];
  let handled = 0;
  for (;;) {
    const selection = { nowMs, limit: periodsMax, afterGrace: true, except: tried };
    const due = await deps.periods.due(scope, selection);
    for (const period of due) {
      tried.push(period.periodKey);
      const input = { ...period, afterGrace: true };
      try {
        const outcome = await runCommand(deps, closeDuePeriod, { ctx, input, meta: {} });
        if (outcome.ok && outcome.value.closed) handled += 1;
      } catch (error) {
        errors.push(`Period ${period.periodKey}: ${messageOf(error)}`);
      }
    }
    if (due.length < periodsMax) break;
  }
  handled += await drainAll(deps, scope, { nowMs, actor: ctx.caller.id });
  return { handled, failed: errors.length, error: errors[0] ?? null };
}

/** Money of closed periods that a hold gave back follows to the project. */
async function drainAll(
  { periods }: SweepDeps,
  scope: ProjectScope,
  at: { readonly nowMs: number; readonly actor: string },
): Promise<number> {
  let drained = 0;
  for (;;) {
    const count = await periods.drain(scope, { ...at, limit: periodsMax });
    drained += count;
    // What another process drains at this moment is found and not moved: it is not asked for again.
    if (count < periodsMax) return drained;
  }
}

import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { JobReport } from '../../ports/job-runs.ts';
import type { DuePosition } from '../../ports/period-sweep.ts';
import { runCommand } from '../command/run-command.ts';
import { messageOf } from '../job/in-each-scope.ts';
import { jobContext } from '../job/job-context.ts';
import { renewSubscription } from './renew-subscription.ts';
import type { SweepDeps } from './sweep-periods.ts';

/** So many subscriptions are looked for at a time. */
const renewalsMax = 100;

/**
 * Renews every internal subscription of a project whose next charge is due, once whoever else is at it, in
 * order and behind what was tried, so that one that fails stops nobody (rules S4 and S12).
 */
export async function renewDueSubscriptions(
  deps: SweepDeps,
  scope: ProjectScope,
): Promise<JobReport> {
  const nowMs = await deps.clock.nowMs(scope);
  const ctx = jobContext('renew-due', scope, deps.ids.uuid7(nowMs));
  const errors: string[] = [];
  let handled = 0;
  let after: DuePosition | null = null;
  for (;;) {
    const due = await deps.periods.renewals(scope, { nowMs, limit: renewalsMax, after });
    for (const { userId } of due) {
      try {
        const outcome = await runCommand(deps, renewSubscription, {
          ctx,
          input: { userId },
          meta: {},
        });
        if (outcome.ok && outcome.value.action === 'applied') handled += 1;
      } catch (error) {
        errors.push(`User ${userId}: ${messageOf(error)}`);
      }
    }
    const last = due.at(-1);
    if (last === undefined || due.length < renewalsMax) break;
    after = last;
  }
  return { handled, failed: errors.length, error: errors[0] ?? null };
}

import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { JobReport } from '../../../ports/job-runs.ts';
import type { StripeQueue } from '../../../ports/stripe-queue.ts';
import type { System } from '../../../ports/system.ts';
import { messageOf } from '../../job/in-each-scope.ts';
import type { StripeDesk } from './stripe-desk.ts';

export type AskDueDeps = {
  /** Null where Stripe is not configured. */
  readonly desk: StripeDesk | null;
  readonly queue: StripeQueue;
  readonly system: Pick<System, 'nowMs'>;
};

/** Requests of one project in one run; the next run takes the next ones. */
const requestsMax = 100;

/** Asks Stripe for the requests whose time has come (rule X2). Any number of processes may do it at once. */
export async function askDueRequests(
  { desk, queue, system }: AskDueDeps,
  scope: ProjectScope,
): Promise<JobReport> {
  if (desk === null) return { handled: 0, failed: 0, error: null };
  const dueAt = new Date(system.nowMs());
  const ids = await queue.pending(scope, { dueAt, limit: requestsMax });
  let handled = 0;
  const errors: string[] = [];
  for (const id of ids) {
    try {
      await desk.ask(scope, id);
      handled += 1;
    } catch (error) {
      errors.push(messageOf(error));
    }
  }
  return { handled, failed: errors.length, error: errors[0] ?? null };
}

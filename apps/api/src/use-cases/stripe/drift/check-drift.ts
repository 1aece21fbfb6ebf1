import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { DriftLine, StripeDriftView } from '@purser/schema/contract/stripe-views';
import type { AlertLog } from '../../../ports/alert-log.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Ids } from '../../../ports/ids.ts';
import type { JobReport } from '../../../ports/job-runs.ts';
import { type DriftDeps, readDrift } from './read-drift.ts';

export type DriftCheckDeps = DriftDeps & {
  readonly alerts: AlertLog;
  readonly clock: Clock;
  readonly ids: Ids;
};

const days = 7;
/** So many differences are named in an alert; the dashboard shows them all. */
const namedMax = 3;

/**
 * Compares a project with Stripe and raises one alert a day while something differs (rule X54). Where Stripe is silent the
 * run counts the project as failed, and nobody is alerted of what was not compared.
 */
export async function checkDrift(deps: DriftCheckDeps, scope: ProjectScope): Promise<JobReport> {
  if (deps.gateway === null) return { handled: 0, failed: 0, error: null };
  const found = await readDrift(deps, scope, days);
  if (found.lines.length > 0) await alertDrift(deps, scope, found);
  const handled = found.subscriptions + found.payments;
  return { handled, failed: found.error === null ? 0 : 1, error: found.error };
}

async function alertDrift(
  { alerts, clock, ids }: DriftCheckDeps,
  scope: ProjectScope,
  { subscriptions, payments, lines }: StripeDriftView,
): Promise<void> {
  const nowMs = await clock.nowMs(scope);
  const objects = new Set(lines.map(({ objectId }) => objectId)).size;
  const first = lines.slice(0, namedMax);
  const compared = `${subscriptions} subscriptions and ${payments} payments`;
  await alerts.raise(scope, [
    {
      id: ids.uuid7(nowMs),
      kind: 'reconcile',
      severity: 'warning',
      dedupeKey: `stripe-drift:${new Date(nowMs).toISOString().slice(0, 'YYYY-MM-DD'.length)}`,
      title: `Of ${compared} ${objects} differ from Stripe: ${first.map(sentenceOf).join('; ')}${lines.length > namedMax ? '; …' : '.'}`,
      payload: { subscriptions, payments, objects, differences: lines.length, first },
      createdAtMs: nowMs,
    },
  ]);
}

function sentenceOf({ objectId, field, here, there }: DriftLine): string {
  return `${objectId} ${field} is ${here ?? 'nothing'} here, ${there ?? 'nothing'} there`;
}

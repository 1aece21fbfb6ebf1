import { formatUsdExact } from '@purser/domain/money/format-usd';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { JobReport } from '../../../ports/job-runs.ts';
import type { OutboxRecord } from '../../../ports/outbox-store.ts';
import type { ProjectDirectory } from '../../../ports/project-directory.ts';
import type { StripeQueue, StuckRequest } from '../../../ports/stripe-queue.ts';
import { messageOf } from '../../job/in-each-scope.ts';
import { type CatchUpDeps, catchUpEvents } from './catch-up-events.ts';

export type WatchDeps = CatchUpDeps & {
  readonly queue: StripeQueue;
  readonly projects: ProjectDirectory;
};

/** A webhook is given so long before its event counts as missed. */
const settleMs = 60_000;
const hourMs = 3_600_000;
/** A bank may take days over a refund, but an answer comes at once. */
const undecidedMs = 72 * hourMs;

/** Takes in events that no webhook brought, and says which requests are stuck (rules X52 and X53). */
export async function watchStripe(deps: WatchDeps): Promise<JobReport> {
  const { found, errors } = await catchUpEvents(deps, settleMs);
  const failures = [...errors];
  for (const scope of await deps.projects.all()) {
    const missed = found.filter(({ tenantId, projectId }) => {
      return tenantId === scope.tenantId && projectId === scope.projectId;
    });
    await alertProject(deps, scope, missed.length).catch((error) =>
      failures.push(messageOf(error)),
    );
  }
  return { handled: found.length, failed: failures.length, error: failures[0] ?? null };
}

async function alertProject(
  { queue, alerts, clock, ids }: WatchDeps,
  scope: ProjectScope,
  missed: number,
): Promise<void> {
  const nowMs = await clock.nowMs(scope);
  const stuck = await queue.stuck(scope, {
    unansweredAt: new Date(nowMs - hourMs),
    undecidedAt: new Date(nowMs - undecidedMs),
  });
  const news = [...stuck.map(stuckAlert), ...(missed > 0 ? [missedAlert(missed, nowMs)] : [])];
  if (news.length === 0) return;
  await alerts.raise(
    scope,
    news.map((alert) => ({ ...alert, id: ids.uuid7(nowMs), createdAtMs: nowMs })),
  );
}

type Alert = Omit<OutboxRecord, 'id' | 'createdAtMs'>;

/** Once for each request. */
function stuckAlert(stuck: StuckRequest): Alert {
  const { id, kind, userId, amountMicroUsd, reason, stripeStatus, error } = stuck;
  const createdAt = stuck.createdAt.toISOString();
  const why =
    stripeStatus === null ? (error ?? 'Stripe was not reached') : `Stripe: ${stripeStatus}`;
  const amountUsd = amountMicroUsd === null ? null : formatUsdExact(amountMicroUsd);
  const what = [kind, ...(amountUsd === null ? [] : ['of', amountUsd])].join(' ');
  return {
    kind: 'stripe_stuck',
    severity: 'warning',
    dedupeKey: `stripe-stuck:${id}`,
    title: `A request to Stripe (${what} for ${userId}) has waited since ${createdAt}: ${why}`,
    payload: { requestId: id, kind, userId, amountUsd, reason, createdAt },
  };
}

/** Once a day: where webhooks do not come at all, every run would have the same to say. */
function missedAlert(missed: number, nowMs: number): Alert {
  return {
    kind: 'reconcile',
    severity: 'warning',
    dedupeKey: `stripe-missed:${new Date(nowMs).toISOString().slice(0, 10)}`,
    title: `${missed} events of Stripe had not come in as webhooks; they were read from its list.`,
    payload: { missed },
  };
}

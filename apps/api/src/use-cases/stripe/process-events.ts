import { retryDelayMs } from '@purser/domain/notification/retry-delay';
import type { ProjectScope, RequestContext } from '@purser/schema/contract/request-context';
import { stripeEvent } from '@purser/schema/contract/stripe-event';
import type { AlertLog } from '../../ports/alert-log.ts';
import type { DueEvent } from '../../ports/event-inbox.ts';
import { type CommandDeps, runCommand } from '../command/run-command.ts';
import { messageOf } from '../job/in-each-scope.ts';
import { applyStripeEvent, type PaymentPolicy } from './apply-stripe-event.ts';
import { placeOf } from './place-event.ts';
import { type ReceiveDeps, storeStripeEvent } from './receive-stripe-event.ts';

export type ProcessDeps = CommandDeps &
  ReceiveDeps & {
    readonly payments: PaymentPolicy;
    readonly alerts: AlertLog;
  };

/** Events of one project in one run; the next run takes the next ones. */
const eventsMax = 100;

/** The last of twelve attempts comes about five hours after the first. */
const attemptsMax = 12;
const retryTerms = { firstMs: 5_000, factor: 2.5, mostMs: 3_600_000 };

/** Processes the events whose time has come. Answers how many; throws after the last if one ended in a fault. */
export async function processEvents(deps: ProcessDeps, scope: ProjectScope): Promise<number> {
  const events = await deps.inbox.due(scope, eventsMax);
  const faults: unknown[] = [];
  for (const event of events) {
    try {
      await processEvent(deps, scope, event);
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return events.length;
}

/**
 * Processes one event in one transaction. A fault of ours is noted at the event, which is tried again
 * later (rule E5), and thrown.
 */
export async function processEvent(
  deps: ProcessDeps,
  scope: ProjectScope,
  event: DueEvent,
  acceptAmount = false,
): Promise<void> {
  try {
    const place = await placeFor(deps, scope, event);
    const input = { eventId: event.id, acceptAmount, place };
    const ctx = webhookContext(scope, event.externalId);
    const meta = { reason: `Stripe's event ${event.externalId}` };
    await runCommand(deps, applyStripeEvent(deps.payments), { ctx, input, meta });
  } catch (error) {
    await noteFault(deps, scope, event, error);
    throw error;
  }
}

/** Sends an event on that came before its project was there. */
async function placeFor(
  deps: ProcessDeps,
  scope: ProjectScope,
  { payload }: DueEvent,
): Promise<'here' | 'elsewhere' | 'nowhere'> {
  const event = stripeEvent.parse(payload);
  const place = await placeOf(deps, event);
  if (place === null) return 'nowhere';
  if (place.tenantId === scope.tenantId && place.projectId === scope.projectId) return 'here';
  await storeStripeEvent(deps, place, event);
  return 'elsewhere';
}

async function noteFault(
  { inbox, alerts, clock, ids }: ProcessDeps,
  scope: ProjectScope,
  { id, externalId, attempts }: DueEvent,
  fault: unknown,
): Promise<void> {
  const attempt = attempts + 1;
  const isLast = attempt >= attemptsMax;
  const error = `Something went wrong on our side: ${messageOf(fault)}`;
  const delayMs = isLast ? null : Math.round(retryDelayMs(retryTerms, attempt, id));
  await inbox.postpone(scope, id, { error, delayMs });
  if (!isLast) return;
  const nowMs = await clock.nowMs(scope);
  await alerts.raise(scope, [
    {
      id: ids.uuid7(nowMs),
      kind: 'event_failed',
      severity: 'critical',
      dedupeKey: `event-failed:${id}:internal_error`,
      title: `Stripe's event ${externalId} could not be processed in ${attemptsMax} attempts.`,
      payload: { eventId: id, externalId, code: 'internal_error' },
      createdAtMs: nowMs,
    },
  ]);
}

/** Stripe as the ledger and the audit log remember it. */
function webhookContext(scope: ProjectScope, externalId: string): RequestContext {
  return {
    caller: {
      kind: 'webhook',
      id: 'webhook:stripe',
      name: 'Stripe',
      role: 'webhook',
      permissions: new Set(),
    },
    scope,
    requestId: externalId,
  };
}

import { retryDelayMs } from '@purser/domain/notification/retry-delay';
import type { NoEffect } from '@purser/domain/stripe/event-codes';
import { eventReason } from '@purser/domain/stripe/event-reason';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import { type StripeEvent, stripeEvent } from '@purser/schema/contract/stripe-event';
import type { AlertLog } from '../../../ports/alert-log.ts';
import type { DueEvent } from '../../../ports/event-inbox.ts';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import { type CommandDeps, runCommand } from '../../command/run-command.ts';
import { messageOf } from '../../job/in-each-scope.ts';
import { stripeContext } from '../stripe-context.ts';
import { applyEvent, EventWaits, misplaced, notHandled } from './apply-event.ts';
import type { HandlerContext, LoadEvent, PaymentPolicy } from './event-handler.ts';
import { handlerOf } from './handlers.ts';
import { placeOf } from './place-event.ts';
import { paymentSucceededType } from './read-payment.ts';
import { type ReceiveDeps, storeStripeEvent } from './receive-event.ts';

export type ProcessDeps = CommandDeps &
  ReceiveDeps & {
    readonly payments: PaymentPolicy;
    readonly alerts: AlertLog;
    /** Null where Stripe is not configured. */
    readonly gateway: StripeGateway | null;
  };

/** Events of one project that are looked for at once, and how many of them are processed side by side. */
const batchMax = 100;
const atOnce = 4;
/** Batches in one run; the next run takes the next ones. */
const batchesMax = 50;

/** The last of twelve attempts comes about five hours after the first. */
const attemptsMax = 12;
const retryTerms = { firstMs: 5_000, factor: 2.5, mostMs: 3_600_000 };

/** Processes the events whose time has come. Answers how many; throws after the last if one ended in a fault. */
export async function processEvents(deps: ProcessDeps, scope: ProjectScope): Promise<number> {
  const faults: unknown[] = [];
  let handled = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const events = await deps.inbox.due(scope, batchMax);
    handled += events.length;
    await processBatch(deps, scope, events, faults);
    if (events.length < batchMax) break;
  }
  if (faults.length > 0) throw faults[0];
  return handled;
}

/** Their order decides nothing (rule X5), so several are under way at once. */
async function processBatch(
  deps: ProcessDeps,
  scope: ProjectScope,
  events: readonly DueEvent[],
  faults: unknown[],
): Promise<void> {
  const waiting = events.values();
  const worker = async () => {
    for (const event of waiting) {
      await processEvent(deps, scope, event).catch((error) => faults.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/**
 * Processes one event in one transaction. A fault of ours is noted at the event, which is tried again
 * later (rule E5), and thrown; one that waits for another is only tried again.
 */
export async function processEvent(
  deps: ProcessDeps,
  scope: ProjectScope,
  event: DueEvent,
  acceptAmount = false,
): Promise<void> {
  try {
    const work = await workFor(deps, scope, event, acceptAmount);
    await runCommand(deps, applyEvent, {
      ctx: stripeContext(scope, event.externalId),
      input: { eventId: event.id, work },
      meta: { reason: eventReason(event.externalId) },
    });
  } catch (error) {
    if (error instanceof EventWaits) return postpone(deps, scope, event, error.message);
    await postpone(deps, scope, event, `Something went wrong on our side: ${messageOf(error)}`);
    throw error;
  }
  await processWaiting(deps, scope, event);
}

/** What came before its payment was booked is about something that is known now. */
async function processWaiting(
  deps: ProcessDeps,
  scope: ProjectScope,
  { payload }: DueEvent,
): Promise<void> {
  const { type, data } = stripeEvent.parse(payload);
  if (type !== paymentSucceededType || typeof data.object.id !== 'string') return;
  for (const waiting of await deps.inbox.waitingForPayment(scope, data.object.id)) {
    // A fault is noted at that event, and is none of this one's.
    await processEvent(deps, scope, waiting).catch(() => undefined);
  }
}

/** What is to be done for the event here; one that came before its project was there goes on to it. */
async function workFor(
  deps: ProcessDeps,
  scope: ProjectScope,
  { payload }: DueEvent,
  acceptAmount: boolean,
): Promise<LoadEvent | NoEffect> {
  const event = stripeEvent.parse(payload);
  const place = await placeOf(deps, event);
  if (place === null) return misplaced.nowhere;
  if (place.tenantId !== scope.tenantId || place.projectId !== scope.projectId) {
    await storeStripeEvent(deps, place, event);
    return misplaced.elsewhere;
  }
  return handle(deps, scope, event, acceptAmount);
}

function handle(
  { payments: policy, gateway, unitOfWork }: ProcessDeps,
  scope: ProjectScope,
  event: StripeEvent,
  acceptAmount: boolean,
): Promise<LoadEvent | NoEffect> {
  const handler = handlerOf(event.type);
  if (handler === undefined) return Promise.resolve(notHandled);
  const peek: HandlerContext['peek'] = (read) =>
    unitOfWork.run(scope, async (stores) => ({ commit: false, value: await read(stores) }));
  return handler(event, { policy, gateway, peek, acceptAmount });
}

async function postpone(
  { inbox, alerts, clock, ids }: ProcessDeps,
  scope: ProjectScope,
  { id, externalId, attempts }: DueEvent,
  error: string,
): Promise<void> {
  const attempt = attempts + 1;
  const isLast = attempt >= attemptsMax;
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

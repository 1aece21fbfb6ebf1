import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import { keepableObject } from '@purser/domain/stripe/keepable-object';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { Clock } from '../../../ports/clock.ts';
import type { DueEvent, EventInbox } from '../../../ports/event-inbox.ts';
import type { Ids } from '../../../ports/ids.ts';
import { defaultPlace, type PlaceDeps, placeOf } from './place-event.ts';
import { paymentSucceededType, readPayment } from './read-payment.ts';

export type ReceiveDeps = PlaceDeps & {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly inbox: EventInbox;
};

export type Received = {
  readonly scope: ProjectScope;
  readonly event: DueEvent;
  /** False when the event had come before. */
  readonly isNew: boolean;
};

/** Stores an event once, in the project it belongs to, and does nothing else (rule E1). */
export async function receiveStripeEvent(deps: ReceiveDeps, event: StripeEvent): Promise<Received> {
  const scope = (await placeOf(deps, event)) ?? (await defaultPlace(deps));
  return storeStripeEvent(deps, scope, event);
}

/** Stores an event in one project. */
export async function storeStripeEvent(
  { clock, ids, inbox }: Omit<ReceiveDeps, keyof PlaceDeps>,
  scope: ProjectScope,
  event: StripeEvent,
): Promise<Received> {
  const nowMs = await clock.nowMs(scope);
  const payload = keepableObject(event) as StripeEvent;
  const id = ids.uuid7(nowMs);
  const isNew = await inbox.receive(scope, {
    id,
    source: 'stripe',
    kind: event.type,
    externalId: event.id,
    ...amountOf(payload),
    payload,
    occurredAt: new Date(event.created * 1000),
    receivedAt: new Date(nowMs),
  });
  return { scope, event: { id, externalId: event.id, attempts: 0, payload }, isNew };
}

/** What lists show of a payment; other events say what they are about when they are handled. */
function amountOf(event: StripeEvent) {
  const payment = event.type === paymentSucceededType ? readPayment(event) : null;
  if (payment?.kind !== 'payment') return { amountMicroUsd: null, currency: null };
  const { currency, amountCents } = payment;
  const isUsd = currency.toLowerCase() === 'usd';
  return { currency, amountMicroUsd: isUsd ? centsToMicroUsd(amountCents) : null };
}

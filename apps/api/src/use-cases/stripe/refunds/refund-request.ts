import { centsHalfEven } from '@purser/domain/money/micro-usd';
import type { RefundFacts } from '@purser/domain/stripe/object-facts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Moment } from '../../command/run-command.ts';
import { type Answered, type RequestEnd, requestKind } from '../requests/request-kind.ts';
import { applyBookings } from './apply-bookings.ts';
import { decideBookings, later, type RefundStep } from './decide-bookings.ts';
import { loadRefunds, type RefundState } from './load-refunds.ts';
import { refundParams } from './refund-params.ts';
import { refusedRefundAlert, tellRefunds } from './tell-refunds.ts';

type Change =
  | { readonly kind: 'refused'; readonly request: StripeRequestRecord }
  | { readonly kind: 'booked'; readonly state: RefundState; readonly steps: readonly RefundStep[] };

/** A refund that was asked here: found by the id it carries, else asked for (rules X3 and X11). */
export const refundRequest = requestKind<RefundFacts, RefundState | null, Change>({
  find: async (gateway, { id, subject }) => {
    const listed = await gateway.listRefunds(subject);
    if (listed.kind !== 'done') return listed;
    return { kind: 'done', value: listed.value.find(({ requestId }) => requestId === id) ?? null };
  },
  send: (gateway, { subject, amountMicroUsd, idempotencyKey, params }) =>
    gateway.createRefund({
      idempotencyKey,
      paymentId: subject,
      amountCents: centsHalfEven(amountMicroUsd ?? 0n),
      metadata: refundParams(params).metadata,
    }),
  load: async (stores, request, answered, moment) =>
    answered.kind === 'done'
      ? loadRefunds(stores, request.subject, [answered.value], moment)
      : null,
  decide: (state, request, answered, moment) =>
    answered.kind === 'done'
      ? decideBooked(state, request, answered, moment)
      : decideRefused(request, answered, moment),
  apply: async (stores, change, moment) => {
    if (change.kind === 'booked') {
      await applyBookings(stores, change.state, change.steps, moment);
      return;
    }
    const { holdId, id } = change.request;
    if (holdId === null) return;
    await stores.ledger.endHold({
      key: `refund-refused:${id}`,
      holdId,
      kind: 'refund',
      booked: null,
      actor: moment.actor,
      reason: moment.reason,
      effectiveAtMs: moment.nowMs,
    });
  },
});

function decideBooked(
  state: RefundState | null,
  request: StripeRequestRecord,
  { value }: Extract<Answered<RefundFacts>, { kind: 'done' }>,
  moment: Moment,
): RequestEnd<Change> {
  if (state === null) throw new Error(`The payment of the refund ${request.id} is gone.`);
  // The answer is one of this request, whatever the object says of itself.
  const facts = { ...value, requestId: request.id };
  const requests = new Map([[request.id, request]]);
  const asked = { ...state, requests };
  const steps = decideBookings(asked, [facts], moment);
  const { changes, affects, alerts } = tellRefunds(asked, steps);
  const [step] = steps;
  return {
    request: step?.request ?? { ...request, nextCallAt: later(request) },
    change: { kind: 'booked', state, steps },
    changes,
    affects,
    alerts,
  };
}

function decideRefused(
  request: StripeRequestRecord,
  { code, message }: Exclude<Answered<RefundFacts>, { kind: 'done' }>,
  moment: Moment,
): RequestEnd<Change> {
  return {
    request: {
      ...request,
      status: 'failed',
      errorCode: code,
      error: `Stripe refused it: ${message}`,
      nextCallAt: null,
      updatedAt: moment.now,
      endedAt: moment.now,
    },
    change: { kind: 'refused', request },
    changes: [{ label: 'refund', before: 'pending', after: `failed: ${code}` }],
    affects: { userId: request.userId },
    alerts: [refusedRefundAlert(request, message)],
  };
}

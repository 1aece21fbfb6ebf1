import { z } from 'zod';
import type { Control } from './control.ts';

const id = z.string().min(1).max(255);
const cents = z.int().min(1).max(99_999_999);
const ms = z.number().min(0).max(8_640_000_000_000_000);
const types = z.array(z.string()).min(1).optional();
const times = z.int().min(1).optional();

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('succeeds') }),
  z.strictObject({ kind: z.literal('asks_person') }),
  z.strictObject({ kind: z.literal('is_disputed'), isInquiry: z.boolean() }),
  z.strictObject({ kind: z.literal('refunds'), ending: z.enum(['pending', 'fails']) }),
  z.strictObject({ kind: z.literal('declines'), code: id, declineCode: id.nullable() }),
]);

const price = {
  id,
  productName: id,
  unitAmount: z.int().min(0).max(99_999_999),
  currency: z.string().length(3).optional(),
  interval: z.enum(['day', 'week', 'month', 'year']).nullable().optional(),
};

const requestFault = {
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  path: z.string().startsWith('/').optional(),
  times,
  when: z.enum(['before', 'after']),
  answer: z.union([z.enum(['timeout', 'close', 'stall']), z.literal([500, 429, 409])]),
};

const webhookFault = {
  kind: z.enum(['drop', 'delay', 'duplicate', 'reorder']),
  types,
  times,
  delayMs: ms.optional(),
};

type Command = (control: Control, input: unknown) => unknown;

function command<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (control: Control, input: z.output<z.ZodObject<Shape>>) => unknown,
): Command {
  const body = z.strictObject(shape);
  return (control, input) => run(control, body.parse(input) as z.output<z.ZodObject<Shape>>);
}

/** The control functions over HTTP: `POST /_simulator/<name>` with a JSON object. */
export const commands: { readonly [name: string]: Command } = {
  now: command({}, (control) => ({ nowMs: control.nowMs() })),
  'advance-to': command({ ms }, (control, input) => control.advanceTo(input.ms)),
  'advance-clock': command({ id, seconds: z.int() }, (control, input) =>
    control.advanceClock(input.id, input.seconds),
  ),
  'renew-now': command({ id }, (control, input) => control.renewNow(input.id)),
  'ensure-price': command(price, (control, input) => control.ensurePrice(input)),
  'set-card': command({ id, outcome }, (control, input) =>
    control.setCard(input.id, input.outcome),
  ),
  'change-card': command({ customer: id, card: id }, (control, input) =>
    control.changeCard(input.customer, input.card),
  ),
  'pay-intent': command({ id, card: id.optional() }, (control, input) =>
    control.payIntent(input.id, input.card),
  ),
  'fail-intent': command({ id, declineCode: id.optional() }, (control, input) =>
    control.failIntent(input.id, input.declineCode),
  ),
  authenticate: command({ id, agrees: z.boolean() }, (control, input) =>
    control.authenticate(input.id, input.agrees),
  ),
  'complete-checkout': command(
    { id, card: id.optional(), email: z.email().optional() },
    (control, input) => control.completeCheckout(input.id, input.card, input.email),
  ),
  'pay-invoice': command({ id, card: id.optional() }, (control, input) =>
    control.payInvoice(input.id, input.card),
  ),
  refund: command(
    { charge: id, amount: cents.optional(), status: z.enum(['succeeded', 'pending']).optional() },
    (control, input) => control.refund(input),
  ),
  'settle-refund': command(
    { id, end: z.enum(['succeeded', 'failed', 'canceled']), failureReason: id.optional() },
    (control, input) => control.settleRefund(input.id, input.end, input.failureReason),
  ),
  'open-dispute': command(
    {
      charge: id,
      amount: cents.optional(),
      reason: id.optional(),
      isInquiry: z.boolean().optional(),
    },
    (control, input) => control.openDispute(input),
  ),
  'close-dispute': command(
    { id, end: z.enum(['won', 'lost', 'warning_closed']) },
    (control, input) => control.closeDispute(input.id, input.end),
  ),
  'fail-requests': command(requestFault, (control, input) => control.failRequests(input)),
  'clear-request-faults': command({}, (control) => control.clearRequestFaults()),
  'release-stalled': command({}, (control) => control.releaseStalled()),
  'fault-webhooks': command(webhookFault, ({ webhooks }, input) => webhooks.add(input)),
  'clear-webhook-faults': command({}, ({ webhooks }) => webhooks.clearFaults()),
  'hold-webhooks': command({}, ({ webhooks }) => webhooks.hold()),
  'held-webhooks': command({}, ({ webhooks }) => webhooks.held()),
  'release-webhooks': command({}, ({ webhooks }) => webhooks.release()),
  'deliver-event': command({ id }, ({ webhooks }, input) => webhooks.deliver(input.id)),
  'deliver-pending': command({}, async ({ webhooks }) => ({
    attempts: await webhooks.deliverPending(),
  })),
  'add-endpoint': command(
    { url: z.url(), secret: id, enabledEvents: z.array(id).min(1).default(['*']) },
    ({ webhooks }, input) => ({ id: webhooks.addEndpoint(input) }),
  ),
  'roll-secret': command({ id, oldEndsAtMs: ms }, ({ webhooks }, input) => ({
    secret: webhooks.rollSecret(input.id, input.oldEndsAtMs),
  })),
};

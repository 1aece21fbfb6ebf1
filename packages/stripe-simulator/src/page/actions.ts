import { z } from 'zod';
import type { Control } from '../control/control.ts';
import type { CardOutcome } from '../world/records.ts';

const dayMs = 86_400_000;

const id = z.string().min(1).max(255);
const days = z.coerce.number().int().min(1).max(366);

/** An amount as a person writes it, in cents. */
const dollarsText = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,2})?$/, 'Write an amount such as 12.50.')
  .transform((text) => {
    const [whole = '0', part = ''] = text.split('.');
    return Number(whole) * 100 + Number(part.padEnd(2, '0'));
  });

type Action = (control: Control, form: unknown) => unknown;

function action<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (control: Control, input: z.output<z.ZodObject<Shape>>) => unknown,
): Action {
  const form = z.object(shape);
  return (control, input) => run(control, form.parse(input) as z.output<z.ZodObject<Shape>>);
}

const outcomes: { readonly [kind in 'succeeds' | 'declines']: CardOutcome } = {
  succeeds: { kind: 'succeeds' },
  declines: { kind: 'declines', code: 'card_declined', declineCode: 'generic_decline' },
};

const failures = {
  timeout: 'timeout',
  close: 'close',
  '500': 500,
  '429': 429,
  '409': 409,
} as const;

const requestFault = {
  path: z.string().startsWith('/'),
  when: z.enum(['before', 'after']),
  answer: z.enum(['timeout', 'close', '500', '429', '409']),
};

/** What the buttons of the page do, by the last part of their addresses. */
export const actions: { readonly [name: string]: Action } = {
  advance: action({ days }, (control, input) =>
    control.advanceTo(control.nowMs() + input.days * dayMs),
  ),
  'advance-clock': action({ id, days }, (control, input) =>
    control.advanceClockBy(input.id, (input.days * dayMs) / 1_000),
  ),
  pay: action({ id }, (control, input) => control.payIntent(input.id)),
  fail: action({ id }, (control, input) => control.failIntent(input.id)),
  refund: action(
    { charge: id, amount: dollarsText, status: z.enum(['succeeded', 'pending']) },
    (control, input) => control.refund(input),
  ),
  'settle-refund': action(
    { id, end: z.enum(['succeeded', 'failed', 'canceled']) },
    (control, input) => control.settleRefund(input.id, input.end),
  ),
  dispute: action({ charge: id }, (control, input) => control.openDispute(input)),
  'close-dispute': action(
    { id, end: z.enum(['won', 'lost', 'warning_closed']) },
    (control, input) => control.closeDispute(input.id, input.end),
  ),
  renew: action({ id }, (control, input) => control.renewNow(input.id)),
  card: action({ id, outcome: z.enum(['succeeds', 'declines']) }, (control, input) =>
    control.setCard(input.id, outcomes[input.outcome]),
  ),
  resend: action({ id }, (control, input) => control.webhooks.deliver(input.id)),
  'fail-request': action(requestFault, (control, { path, when, answer }) =>
    control.failRequests({ path, when, answer: failures[answer] }),
  ),
  'fault-webhooks': action(
    { kind: z.enum(['drop', 'duplicate', 'delay', 'reorder']) },
    (control, { kind }) => control.webhooks.add({ kind, delayMs: 60_000 }),
  ),
  'clear-faults': action({}, (control) => {
    control.clearRequestFaults();
    control.webhooks.clearFaults();
  }),
  hold: action({}, (control) => control.webhooks.hold()),
  release: action({}, (control) => control.webhooks.release()),
};

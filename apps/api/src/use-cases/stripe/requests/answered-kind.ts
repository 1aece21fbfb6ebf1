import type { StripeAnswer, StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Moment } from '../../command/run-command.ts';
import { customerFor } from './customer.ts';
import { type Answered, type RequestEnd, type RequestKind, requestKind } from './request-kind.ts';

/** What was made at Stripe, and what callers are told of it. */
export type Made = {
  readonly stripeId: string | null;
  readonly stripeStatus: string | null;
  readonly answer: Readonly<Record<string, string | null>>;
};

type MadeForCustomer = Made & { readonly customerId: string };
type Change = { readonly userId: bigint; readonly customerId: string | null };

/**
 * A request that only makes something for a user's customer: Stripe's answer ends it, and the customer is
 * remembered (rule X15). Money moves when Stripe tells of a payment.
 */
export function answeredKind(
  make: (
    gateway: StripeGateway,
    request: StripeRequestRecord,
    customerId: string,
  ) => Promise<StripeAnswer<Made>>,
): RequestKind {
  return requestKind<MadeForCustomer, null, Change>({
    send: async (gateway, request) => {
      const customer = await customerFor(gateway, request);
      if (customer.kind !== 'done') return customer;
      const { customerId } = customer.value;
      const made = await make(gateway, request, customerId);
      return made.kind === 'done' ? { kind: 'done', value: { ...made.value, customerId } } : made;
    },
    load: async () => null,
    decide: (_state, request, answered, moment) => endOf(request, answered, moment),
    apply: async (stores, { userId, customerId }, { now }) => {
      if (customerId !== null) await stores.stripe.addCustomer(userId, customerId, now);
    },
  });
}

function endOf(
  request: StripeRequestRecord,
  answered: Answered<MadeForCustomer>,
  { now }: Moment,
): RequestEnd<Change> {
  const { userId, kind } = request;
  const ended = { ...request, error: null, nextCallAt: null, updatedAt: now, endedAt: now };
  if (answered.kind === 'refused') {
    const { code, message } = answered;
    return {
      request: { ...ended, status: 'failed', errorCode: code, error: message },
      change: { userId, customerId: null },
      changes: [{ label: kind, before: request.status, after: `failed: ${code}` }],
      affects: 'nobody',
    };
  }
  const { stripeId, stripeStatus, answer, customerId } = answered.value;
  return {
    request: { ...ended, status: 'succeeded', stripeId, stripeStatus, answer },
    change: { userId, customerId },
    changes: [{ label: kind, before: request.status, after: stripeId }],
    affects: 'nobody',
  };
}

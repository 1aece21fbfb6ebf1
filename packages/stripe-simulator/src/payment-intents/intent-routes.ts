import { z } from 'zod';
import { amountMax, clearable, currency, flag, integer, metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { given, mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route } from '../http/route.ts';
import {
  attachPaymentMethod,
  referPaymentMethod,
} from '../payment-methods/attach-payment-method.ts';
import type { PaymentIntent } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { cancelIntent } from './cancel-intent.ts';
import { confirmIntent, orCardError, unexpectedState } from './confirm-intent.ts';
import { newIntent } from './new-intent.ts';

/** Stripe takes no less than half a dollar. */
const centsMin = 50;

const amount = integer.pipe(
  z
    .number()
    .min(centsMin, 'Amount must be at least $0.50 usd')
    .max(amountMax, 'Amount must be no more than $999,999.99'),
);

const automatic = z
  .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
  .optional();

const facts = {
  customer: text.optional(),
  description: clearable.optional(),
  metadata: metadata.optional(),
  payment_method: text.optional(),
  receipt_email: clearable.optional(),
  setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
  payment_method_types: z.array(z.literal('card')).optional(),
};

const creation = {
  ...facts,
  amount,
  currency,
  automatic_payment_methods: automatic,
  capture_method: z.enum(['automatic', 'automatic_async']).optional(),
  confirm: flag.default(false),
  off_session: flag.optional(),
  return_url: text.optional(),
};

const confirmation = {
  payment_method: text.optional(),
  off_session: flag.optional(),
  return_url: text.optional(),
  receipt_email: clearable.optional(),
  setup_future_usage: facts.setup_future_usage,
};

export const intentRoutes: readonly Route[] = [
  post('/v1/payment_intents', creation, (input, { world }) => {
    const intent = create(world, input);
    return input.confirm ? orCardError(confirmAndKeepCard(world, intent)) : intent;
  }),
  get('/v1/payment_intents', { ...paging, customer: text.optional() }, (input, { world, path }) => {
    const intents = world.tables.paymentIntents
      .all()
      .filter(({ customer }) => customer === (input.customer ?? customer));
    return pageOf(intents, input, path);
  }),
  get('/v1/payment_intents/:id', { client_secret: text.optional() }, (_input, { world, id }) =>
    world.tables.paymentIntents.require(id),
  ),
  post('/v1/payment_intents/:id', { ...facts, amount: amount.optional() }, (input, { world, id }) =>
    update(world, world.tables.paymentIntents.require(id), input),
  ),
  post('/v1/payment_intents/:id/confirm', confirmation, (input, { world, id }) => {
    const intent = world.tables.paymentIntents.require(id);
    const { payment_method, setup_future_usage } = input;
    const method = payment_method && referPaymentMethod(world, payment_method).id;
    const chosen = {
      ...intent,
      ...given({ payment_method: method || undefined, setup_future_usage }),
    };
    return orCardError(confirmAndKeepCard(world, chosen));
  }),
  post(
    '/v1/payment_intents/:id/cancel',
    {
      cancellation_reason: z
        .enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'])
        .optional(),
    },
    (input, { world, id }) =>
      cancelIntent(
        world,
        world.tables.paymentIntents.require(id),
        input.cancellation_reason ?? null,
      ),
  ),
];

function create(world: World, input: z.output<z.ZodObject<typeof creation>>): PaymentIntent {
  if (input.customer !== undefined) world.tables.customers.refer(input.customer, 'customer');
  const method = input.payment_method && referPaymentMethod(world, input.payment_method).id;
  const intent = newIntent(world, {
    amount: input.amount,
    currency: input.currency,
    customer: input.customer ?? null,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    paymentMethod: method ?? null,
    receiptEmail: input.receipt_email ?? null,
    setupFutureUsage: input.setup_future_usage ?? null,
  });
  const isAutomatic = input.automatic_payment_methods?.enabled ?? false;
  const kept = world.tables.paymentIntents.put({
    ...intent,
    automatic_payment_methods: isAutomatic
      ? {
          allow_redirects: input.automatic_payment_methods?.allow_redirects ?? 'always',
          enabled: true,
        }
      : null,
  });
  world.emit('payment_intent.created', kept);
  return kept;
}

/** A card that is to be used again stays with the customer. */
function confirmAndKeepCard(world: World, intent: PaymentIntent): PaymentIntent {
  const { customer, payment_method, setup_future_usage } = intent;
  const confirmed = confirmIntent(world, intent);
  const isKept = confirmed.status === 'succeeded' && setup_future_usage !== null;
  if (isKept && customer !== null && payment_method !== null) {
    attachPaymentMethod(world, payment_method, customer);
  }
  return confirmed;
}

type Change = z.output<z.ZodObject<typeof facts>> & { readonly amount?: number | undefined };

function update(world: World, before: PaymentIntent, input: Change): PaymentIntent {
  const { amount: changed, customer, description, receipt_email, payment_method } = input;
  const isOpen = before.status !== 'succeeded' && before.status !== 'canceled';
  if (!isOpen && (changed !== undefined || payment_method !== undefined)) {
    throw unexpectedState(before, 'update');
  }
  if (customer !== undefined) world.tables.customers.refer(customer, 'customer');
  const method = payment_method && referPaymentMethod(world, payment_method).id;
  return world.tables.paymentIntents.put({
    ...before,
    ...given({ amount: changed, customer, description, receipt_email }),
    ...(method && { payment_method: method, status: 'requires_confirmation' as const }),
    metadata: mergeMetadata(before.metadata, input.metadata),
  });
}

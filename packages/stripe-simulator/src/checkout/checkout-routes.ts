import { z } from 'zod';
import { priced, referPrice } from '../catalog/price-params.ts';
import { invalidRequest } from '../http/api-error.ts';
import type { Includables } from '../http/expand.ts';
import { flag, integer, metadata, text } from '../http/form.ts';
import { listOf, pageOf, paging } from '../http/list.ts';
import { mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route } from '../http/route.ts';
import type { CheckoutSession } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { expireSession } from './expire-session.ts';
import { newSession } from './new-session.ts';

const url = z.url({ protocol: /^https?$/, message: 'Not a valid URL' });

const intentData = z
  .strictObject({
    description: text.optional(),
    metadata: metadata.optional(),
    setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
  })
  .optional();

const subscriptionData = z
  .strictObject({
    description: text.optional(),
    metadata: metadata.optional(),
    trial_period_days: integer.pipe(z.number().min(1).max(730)).optional(),
  })
  .optional();

const creation = {
  mode: z.enum(['payment', 'subscription']),
  line_items: z.array(z.strictObject(priced)).min(1).max(100),
  success_url: url,
  cancel_url: url.optional(),
  customer: text.optional(),
  customer_email: text.optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  client_reference_id: text.optional(),
  discounts: z
    .array(z.strictObject({ coupon: text }))
    .max(1)
    .optional(),
  expires_at: integer.optional(),
  metadata: metadata.optional(),
  payment_intent_data: intentData,
  payment_method_types: z.array(z.literal('card')).optional(),
  subscription_data: subscriptionData,
  allow_promotion_codes: flag.optional(),
  locale: text.optional(),
  submit_type: text.optional(),
  ui_mode: z.literal('hosted_page').optional(),
};

const filters = {
  ...paging,
  customer: text.optional(),
  payment_intent: text.optional(),
  subscription: text.optional(),
  status: z.enum(['open', 'complete', 'expired']).optional(),
};

export const checkoutRoutes: readonly Route[] = [
  post('/v1/checkout/sessions', creation, (input, { world }) => create(world, input)),
  get('/v1/checkout/sessions', filters, (input, { world, path }) => {
    const sessions = world.tables.checkoutSessions
      .all()
      .filter(({ customer }) => customer === (input.customer ?? customer))
      .filter(({ payment_intent }) => payment_intent === (input.payment_intent ?? payment_intent))
      .filter(({ subscription }) => subscription === (input.subscription ?? subscription))
      .filter(({ status }) => status === (input.status ?? status));
    return pageOf(sessions, input, path);
  }),
  get('/v1/checkout/sessions/:id', {}, (_input, { world, id }) =>
    world.tables.checkoutSessions.require(id),
  ),
  get('/v1/checkout/sessions/:id/line_items', paging, (input, { world, id, path }) => {
    const { lineItems } = world.tables.checkoutRecords.require(id);
    return pageOf([...lineItems].reverse(), input, path);
  }),
  post('/v1/checkout/sessions/:id/expire', {}, (_input, { world, id }) =>
    expireSession(world, world.tables.checkoutSessions.require(id)),
  ),
];

export const checkoutIncludables: Includables = {
  'checkout.session.line_items': ({ tables }, { id }) =>
    listOf(
      tables.checkoutRecords.require(id).lineItems,
      false,
      `/v1/checkout/sessions/${id}/line_items`,
    ),
};

const daySeconds = 86_400;

function create(world: World, input: z.output<z.ZodObject<typeof creation>>): CheckoutSession {
  if (input.customer !== undefined) world.tables.customers.refer(input.customer, 'customer');
  const [discount] = input.discounts ?? [];
  const coupon =
    discount === undefined
      ? null
      : world.tables.coupons.refer(discount.coupon, 'discounts[0][coupon]');
  const { session, lineItems } = newSession(world, {
    mode: input.mode,
    items: itemsOf(world, input),
    customer: input.customer ?? null,
    customerEmail: input.customer_email ?? null,
    customerCreation:
      input.mode === 'subscription' ? 'always' : (input.customer_creation ?? 'if_required'),
    clientReferenceId: input.client_reference_id ?? null,
    coupon,
    expiresAt: input.expires_at ?? world.seconds() + daySeconds,
    successUrl: input.success_url,
    cancelUrl: input.cancel_url ?? null,
    metadata: mergeMetadata({}, input.metadata),
  });
  world.tables.checkoutRecords.put({
    id: session.id,
    lineItems,
    coupon: coupon?.id ?? null,
    intentMetadata: mergeMetadata({}, input.payment_intent_data?.metadata),
    intentDescription: input.payment_intent_data?.description ?? null,
    subscriptionMetadata: mergeMetadata({}, input.subscription_data?.metadata),
    trialDays: input.subscription_data?.trial_period_days ?? 0,
  });
  return world.tables.checkoutSessions.put(session);
}

function itemsOf(world: World, { line_items, mode }: z.output<z.ZodObject<typeof creation>>) {
  return line_items.map((item, index) => {
    const param = `line_items[${index}]`;
    const price = referPrice(world, item, param);
    if (price === undefined) {
      throw invalidRequest(`Missing required param: ${param}[price].`, {
        code: 'parameter_missing',
        param: `${param}[price]`,
      });
    }
    if (mode === 'payment' && price.recurring !== null) {
      throw invalidRequest(
        'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
        { param: 'mode' },
      );
    }
    if (mode === 'subscription' && price.recurring === null) {
      throw invalidRequest(
        'You must provide at least one recurring price in `subscription` mode.',
        {
          param: 'mode',
        },
      );
    }
    return { price, quantity: item.quantity ?? 1 };
  });
}

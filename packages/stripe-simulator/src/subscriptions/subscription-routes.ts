import { z } from 'zod';
import { invalidRequest } from '../http/api-error.ts';
import { text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route, remove } from '../http/route.ts';
import { matcherOf } from '../http/search.ts';
import type { Subscription } from '../world/wire.ts';
import { cancelNow } from './cancel-subscription.ts';
import { orderSubscription, reorderSubscription } from './order-subscription.ts';
import { resumeSubscription } from './pause-subscription.ts';
import { changeSubscription } from './subscription-facts.ts';
import {
  subscriptionChange,
  subscriptionCreation,
  subscriptionEnd,
} from './subscription-params.ts';

const statuses = [
  'active',
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'trialing',
  'paused',
  'all',
  'ended',
] as const;

const filters = {
  ...paging,
  customer: text.optional(),
  price: text.optional(),
  status: z.enum(statuses).optional(),
  test_clock: text.optional(),
};

export const subscriptionRoutes: readonly Route[] = [
  post('/v1/subscriptions', subscriptionCreation, (input, { world }) =>
    orderSubscription(world, input),
  ),
  get('/v1/subscriptions', filters, (input, { world, path }) => {
    const found = world.tables.subscriptions
      .all()
      .filter(({ customer }) => customer === (input.customer ?? customer))
      .filter(({ test_clock }) => test_clock === (input.test_clock ?? test_clock))
      .filter(
        ({ items }) => !input.price || items.data.some(({ price }) => price.id === input.price),
      )
      .filter(({ status }) => hasStatus(status, input.status));
    return pageOf(found, input, path);
  }),
  get(
    '/v1/subscriptions/search',
    { query: text, limit: paging.limit, page: text.optional() },
    ({ query, limit }, { world, path }) => {
      const matches = matcherOf<Subscription>(query, ['status']);
      const found = world.tables.subscriptions.all().filter(matches).reverse();
      const data = found.slice(0, limit);
      const has_more = found.length > limit;
      return { object: 'search_result', data, has_more, next_page: null, url: path };
    },
  ),
  get('/v1/subscriptions/:id', {}, (_input, { world, id }) =>
    world.tables.subscriptions.require(id),
  ),
  post('/v1/subscriptions/:id', subscriptionChange, (input, { world, id }) => {
    const subscription = world.tables.subscriptions.require(id);
    const saves = input.payment_settings?.save_default_payment_method;
    if (saves !== undefined) {
      const record = world.tables.subscriptionRecords.require(id);
      const savesPaymentMethod = saves === 'on_subscription';
      world.tables.subscriptionRecords.put({ ...record, savesPaymentMethod });
    }
    if (subscription.ended_at !== null && isMetadataAlone(input)) {
      const metadata = mergeMetadata(subscription.metadata, input.metadata);
      return changeSubscription(world, subscription, { metadata });
    }
    return reorderSubscription(world, id, input);
  }),
  remove('/v1/subscriptions/:id', subscriptionEnd, (input, { world, id }) => {
    const subscription = world.tables.subscriptions.require(id);
    if (subscription.ended_at !== null) {
      throw invalidRequest(`No such subscription: '${id}'`, {
        code: 'resource_missing',
        param: 'id',
        status: 404,
      });
    }
    const { comment = null, feedback = null } = input.cancellation_details ?? {};
    const terms = { prorate: input.prorate, invoiceNow: input.invoice_now };
    return cancelNow(world, subscription, terms, { comment, feedback });
  }),
  post('/v1/subscriptions/:id/resume', {}, (_input, { world, id }) =>
    resumeSubscription(world, world.tables.subscriptions.require(id)),
  ),
];

/** Without a status a list shows what has not ended. */
function hasStatus(status: string, wanted: (typeof statuses)[number] | undefined): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'ended') return status === 'canceled' || status === 'incomplete_expired';
  return wanted === undefined ? status !== 'canceled' : status === wanted;
}

/** Both of the defaults are there whether somebody sent them or not. */
const defaulted = ['payment_behavior', 'proration_behavior'];

function isMetadataAlone(input: object): boolean {
  return Object.keys(input).every((field) => field === 'metadata' || defaulted.includes(field));
}

import { z } from 'zod';
import { clearable, integer, metadata, text } from '../http/form.ts';
import { listOf, pageOf, paging } from '../http/list.ts';
import { given, mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route, remove } from '../http/route.ts';
import { matcherOf } from '../http/search.ts';
import { attachPaymentMethod, ownPaymentMethod } from '../payment-methods/attach-payment-method.ts';
import type { Customer } from '../world/wire.ts';
import { previousOf, type World } from '../world/world.ts';
import { newCustomer } from './new-customer.ts';

const facts = {
  email: clearable.optional(),
  name: clearable.optional(),
  description: clearable.optional(),
  phone: clearable.optional(),
  /** Below zero: what stands to the customer's credit, which invoices use first. */
  balance: integer.optional(),
  metadata: metadata.optional(),
  payment_method: text.optional(),
  invoice_settings: z.strictObject({ default_payment_method: clearable.optional() }).optional(),
};

type Facts = z.output<z.ZodObject<typeof facts>>;

const clockFacts = { ...facts, test_clock: text.optional() };

export const customerRoutes: readonly Route[] = [
  post('/v1/customers', clockFacts, (input, { world }) => {
    if (input.test_clock) world.tables.testClocks.refer(input.test_clock, 'test_clock');
    const blank = newCustomer(world, { testClock: input.test_clock ?? null });
    const { customers } = world.tables;
    customers.put(blank);
    const customer = customers.put(withFacts(world, blank, input));
    world.emit('customer.created', customer);
    return customer;
  }),
  get(
    '/v1/customers',
    { ...paging, email: text.optional(), test_clock: text.optional() },
    (input, call) => {
      const found = call.world.tables.customers
        .all()
        .filter(({ email }) => input.email === undefined || email === input.email)
        .filter(({ test_clock }) => !input.test_clock || test_clock === input.test_clock);
      return pageOf(found, input, call.path);
    },
  ),
  get(
    '/v1/customers/search',
    { query: text, limit: paging.limit, page: text.optional() },
    ({ query, limit }, { world, path }) => {
      const matches = matcherOf<Customer>(query, ['email', 'name', 'phone']);
      const found = world.tables.customers.all().filter(matches).reverse();
      const { data, has_more, url } = listOf(found.slice(0, limit), found.length > limit, path);
      return { object: 'search_result', data, has_more, next_page: null, url };
    },
  ),
  get(
    '/v1/customers/:id',
    {},
    (_input, { world, id }) => world.tables.deleted.get(id) ?? world.tables.customers.require(id),
  ),
  post('/v1/customers/:id', facts, (input, { world, id }) => {
    const before = world.tables.customers.require(id);
    const after = world.tables.customers.put(withFacts(world, before, input));
    world.emit('customer.updated', after, previousOf(before, after));
    return after;
  }),
  remove('/v1/customers/:id', {}, (_input, { world, id }) => {
    const customer = world.tables.customers.require(id);
    world.tables.customers.delete(id);
    world.emit('customer.deleted', customer);
    return world.tables.deleted.put({ id, object: 'customer', deleted: true });
  }),
  get('/v1/customers/:id/payment_methods', { ...paging, type: text.optional() }, (input, call) => {
    call.world.tables.customers.require(call.id);
    const methods = call.world.tables.paymentMethods
      .all()
      .filter(({ customer }) => customer === call.id);
    return pageOf(methods, input, call.path);
  }),
];

function withFacts(world: World, customer: Customer, input: Facts): Customer {
  const { email, name, description, phone, balance, payment_method, invoice_settings } = input;
  if (payment_method !== undefined) attachPaymentMethod(world, payment_method, customer.id);
  const chosen = invoice_settings?.default_payment_method;
  const card = chosen && ownPaymentMethod(world, chosen, customer.id);
  return {
    ...customer,
    ...given({ email, name, description, phone, balance }),
    metadata: mergeMetadata(customer.metadata, input.metadata),
    ...(card !== undefined && {
      invoice_settings: { ...customer.invoice_settings, default_payment_method: card },
    }),
  };
}

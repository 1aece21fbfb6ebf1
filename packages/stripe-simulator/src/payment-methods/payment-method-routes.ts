import { z } from 'zod';
import { invalidRequest } from '../http/api-error.ts';
import { clearable, integer, metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { given, mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route } from '../http/route.ts';
import { previousOf } from '../world/world.ts';
import { attachPaymentMethod } from './attach-payment-method.ts';
import { newPaymentMethod } from './new-payment-method.ts';
import { findTestCard } from './test-cards.ts';

const card = z.strictObject({
  number: text.optional(),
  token: text.optional(),
  exp_month: integer.optional(),
  exp_year: integer.optional(),
  cvc: text.optional(),
});

const billing = z
  .strictObject({
    email: clearable.optional(),
    name: clearable.optional(),
    phone: clearable.optional(),
  })
  .optional();

const creation = {
  type: z.literal('card'),
  card,
  billing_details: billing,
  metadata: metadata.optional(),
};

export const paymentMethodRoutes: readonly Route[] = [
  post('/v1/payment_methods', creation, (input, { world }) => {
    const found = findTestCard(input.card.token ?? input.card.number ?? '');
    if (found === undefined) {
      throw invalidRequest('Use a test card of Stripe: the simulator knows no other.', {
        code: 'incorrect_number',
        param: 'card[number]',
      });
    }
    const method = newPaymentMethod(world, found);
    return world.tables.paymentMethods.put({
      ...method,
      billing_details: { ...method.billing_details, ...given(input.billing_details ?? {}) },
      metadata: mergeMetadata({}, input.metadata),
    });
  }),
  get(
    '/v1/payment_methods',
    { ...paging, customer: text.optional(), type: text.optional() },
    (input, { world, path }) => {
      const methods = world.tables.paymentMethods
        .all()
        .filter(({ customer }) => customer !== null && customer === (input.customer ?? customer));
      return pageOf(methods, input, path);
    },
  ),
  get('/v1/payment_methods/:id', {}, (_input, { world, id }) =>
    world.tables.paymentMethods.require(id),
  ),
  post(
    '/v1/payment_methods/:id',
    { billing_details: billing, metadata: metadata.optional() },
    (input, { world, id }) => {
      const before = world.tables.paymentMethods.require(id);
      const after = world.tables.paymentMethods.put({
        ...before,
        billing_details: { ...before.billing_details, ...given(input.billing_details ?? {}) },
        metadata: mergeMetadata(before.metadata, input.metadata),
      });
      world.emit('payment_method.updated', after, previousOf(before, after));
      return after;
    },
  ),
  post('/v1/payment_methods/:id/attach', { customer: text }, (input, { world, id }) =>
    attachPaymentMethod(world, id, input.customer),
  ),
  post('/v1/payment_methods/:id/detach', {}, (_input, { world, id }) => {
    const before = world.tables.paymentMethods.require(id);
    if (before.customer === null) {
      throw invalidRequest('The payment method you provided is not attached to a customer.');
    }
    const after = world.tables.paymentMethods.put({ ...before, customer: null });
    world.emit('payment_method.detached', after, previousOf(before, after));
    return after;
  }),
];

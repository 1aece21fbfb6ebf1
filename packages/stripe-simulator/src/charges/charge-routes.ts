import { metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route } from '../http/route.ts';
import { previousOf } from '../world/world.ts';

export const chargeRoutes: readonly Route[] = [
  get(
    '/v1/charges',
    { ...paging, customer: text.optional(), payment_intent: text.optional() },
    (input, { world, path }) => {
      const { customer, payment_intent } = input;
      const charges = world.tables.charges
        .all()
        .filter((charge) => charge.customer === (customer ?? charge.customer))
        .filter((charge) => charge.payment_intent === (payment_intent ?? charge.payment_intent));
      return pageOf(charges, input, path);
    },
  ),
  get('/v1/charges/:id', {}, (_input, { world, id }) => world.tables.charges.require(id)),
  post('/v1/charges/:id', { metadata: metadata.optional() }, (input, { world, id }) => {
    const before = world.tables.charges.require(id);
    const after = world.tables.charges.put({
      ...before,
      metadata: mergeMetadata(before.metadata, input.metadata),
    });
    world.emit('charge.updated', after, previousOf(before, after));
    return after;
  }),
];

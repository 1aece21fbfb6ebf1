import { z } from 'zod';
import { invalidRequest } from '../http/api-error.ts';
import { amount, clearable, currency, flag, metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { given, mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route, remove } from '../http/route.ts';
import { previousOf } from '../world/world.ts';
import { newPrice, newProduct } from './new-price.ts';
import { productData, recurring } from './price-params.ts';

const priceCreation = {
  currency,
  unit_amount: amount,
  product: text.optional(),
  product_data: productData.optional(),
  recurring: recurring.optional(),
  nickname: text.optional(),
  lookup_key: text.optional(),
  metadata: metadata.optional(),
};

const productFacts = {
  active: flag.optional(),
  description: clearable.optional(),
  metadata: metadata.optional(),
};

export const catalogRoutes: readonly Route[] = [
  post('/v1/products', { ...productFacts, id: text.optional(), name: text }, (input, { world }) => {
    const { id, name, description } = input;
    if (id !== undefined && world.tables.products.get(id) !== undefined) {
      throw invalidRequest('Product already exists.', {
        code: 'resource_already_exists',
        param: 'id',
      });
    }
    const product = world.tables.products.put({
      ...newProduct(world, { id, name, description, metadata: mergeMetadata({}, input.metadata) }),
      active: input.active ?? true,
    });
    world.emit('product.created', product);
    return product;
  }),
  get('/v1/products', { ...paging, active: flag.optional() }, (input, { world, path }) =>
    pageOf(
      world.tables.products.all().filter(({ active }) => active === (input.active ?? active)),
      input,
      path,
    ),
  ),
  get(
    '/v1/products/:id',
    {},
    (_input, { world, id }) => world.tables.deleted.get(id) ?? world.tables.products.require(id),
  ),
  post('/v1/products/:id', { ...productFacts, name: text.optional() }, (input, { world, id }) => {
    const before = world.tables.products.require(id);
    const { active, description, name } = input;
    const after = world.tables.products.put({
      ...before,
      ...given({ active, description, name }),
      metadata: mergeMetadata(before.metadata, input.metadata),
      updated: world.seconds(),
    });
    world.emit('product.updated', after, previousOf(before, after));
    return after;
  }),
  remove('/v1/products/:id', {}, (_input, { world, id }) => {
    const product = world.tables.products.require(id);
    if (world.tables.prices.all().some((price) => price.product === id)) {
      throw invalidRequest('This product cannot be deleted because it has one or more prices.');
    }
    world.tables.products.delete(id);
    world.emit('product.deleted', product);
    return world.tables.deleted.put({ id, object: 'product', deleted: true });
  }),
  post('/v1/prices', priceCreation, (input, { world }) => {
    const { tables } = world;
    const product =
      input.product_data === undefined
        ? tables.products.refer(input.product ?? '', 'product')
        : tables.products.put(newProduct(world, { name: input.product_data.name }));
    const price = tables.prices.put(
      newPrice(world, {
        product: product.id,
        currency: input.currency,
        unitAmount: input.unit_amount,
        recurring: input.recurring,
        nickname: input.nickname,
        lookupKey: input.lookup_key,
        metadata: mergeMetadata({}, input.metadata),
      }),
    );
    world.emit('price.created', price);
    return price;
  }),
  get(
    '/v1/prices',
    {
      ...paging,
      active: flag.optional(),
      product: text.optional(),
      lookup_keys: z.array(text).optional(),
      type: z.enum(['one_time', 'recurring']).optional(),
    },
    (input, { world, path }) => {
      const prices = world.tables.prices
        .all()
        .filter(({ active }) => active === (input.active ?? active))
        .filter(({ product }) => product === (input.product ?? product))
        .filter(({ type }) => type === (input.type ?? type))
        .filter(({ lookup_key }) => input.lookup_keys?.includes(lookup_key ?? '') ?? true);
      return pageOf(prices, input, path);
    },
  ),
  get('/v1/prices/:id', {}, (_input, { world, id }) => world.tables.prices.require(id)),
  post(
    '/v1/prices/:id',
    { active: flag.optional(), nickname: clearable.optional(), metadata: metadata.optional() },
    (input, { world, id }) => {
      const before = world.tables.prices.require(id);
      const after = world.tables.prices.put({
        ...before,
        ...given({ active: input.active, nickname: input.nickname }),
        metadata: mergeMetadata(before.metadata, input.metadata),
      });
      world.emit('price.updated', after, previousOf(before, after));
      return after;
    },
  ),
];

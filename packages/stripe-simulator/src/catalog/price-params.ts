import { z } from 'zod';
import { amount, currency, flag, integer, metadata, text } from '../http/form.ts';
import { mergeMetadata } from '../http/metadata.ts';
import type { Price } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { newPrice, newProduct } from './new-price.ts';

export const recurring = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: integer.pipe(z.number().min(1).max(36)).default(1),
});

export const productData = z.strictObject({
  name: text,
  description: text.optional(),
  metadata: metadata.optional(),
});

/** A price that is made where it is used. */
export const priceData = z.strictObject({
  currency,
  unit_amount: amount,
  product: text.optional(),
  product_data: productData.optional(),
  recurring: recurring.optional(),
  tax_behavior: text.optional(),
});

/** What a line sells: a price that exists, or one made here. */
export const priced = {
  price: text.optional(),
  price_data: priceData.optional(),
  quantity: integer.pipe(z.number().min(0).max(1_000_000)).optional(),
  adjustable_quantity: z.strictObject({ enabled: flag }).optional(),
  metadata: metadata.optional(),
};

type Priced = {
  readonly price?: string | undefined;
  readonly price_data?: z.output<typeof priceData> | undefined;
};

/** The price that a line names or describes; undefined when it does neither. */
export function referPrice(
  world: World,
  { price, price_data }: Priced,
  param: string,
): Price | undefined {
  if (price !== undefined) return world.tables.prices.refer(price, `${param}[price]`);
  if (price_data === undefined) return undefined;
  const { tables } = world;
  const { product_data } = price_data;
  const product =
    product_data === undefined
      ? tables.products.refer(price_data.product ?? '', `${param}[price_data][product]`)
      : tables.products.put(
          newProduct(world, {
            name: product_data.name,
            description: product_data.description,
            metadata: mergeMetadata({}, product_data.metadata),
          }),
        );
  return tables.prices.put(
    newPrice(world, {
      product: product.id,
      currency: price_data.currency,
      unitAmount: price_data.unit_amount,
      recurring: price_data.recurring,
    }),
  );
}

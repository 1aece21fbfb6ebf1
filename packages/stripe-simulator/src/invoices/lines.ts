import type { InvoiceLine, Price, SubscriptionItem } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export type Period = { readonly start: number; readonly end: number };

export type LineTerms = {
  readonly item: SubscriptionItem;
  readonly price: Price;
  readonly quantity: number;
  readonly amount: number;
  readonly description: string;
  readonly period: Period;
  /** For the proration of a change: the invoice item behind it. */
  readonly prorationItem?: string;
};

/** One line of an invoice of a subscription. */
export function newLine(world: World, terms: LineTerms): InvoiceLine {
  const { item, price, amount, prorationItem = null } = terms;
  return {
    id: world.ids.next('il_1'),
    object: 'line_item',
    amount,
    currency: price.currency,
    description: terms.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: prorationItem,
        proration: prorationItem !== null,
        proration_details: { credited_items: null },
        subscription: item.subscription,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: terms.period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: idOf(price.product) ?? '' },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity: terms.quantity,
    quantity_decimal: String(terms.quantity),
    subscription: item.subscription,
    subtotal: amount,
    taxes: [],
  };
}

/** The line for a whole period of an item. */
export function recurringLine(world: World, item: SubscriptionItem, period: Period): InvoiceLine {
  const { price, quantity = 1 } = item;
  const unitAmount = price.unit_amount ?? 0;
  const name = productName(world, price);
  const each = `$${(unitAmount / 100).toFixed(2)} / ${price.recurring?.interval ?? 'month'}`;
  return newLine(world, {
    item,
    price,
    quantity,
    amount: unitAmount * quantity,
    description: `${quantity} × ${name} (at ${each})`,
    period,
  });
}

/** The line of a trial, which costs nothing. */
export function trialLine(world: World, item: SubscriptionItem, period: Period): InvoiceLine {
  const { price, quantity = 1 } = item;
  const description = `Trial period for ${productName(world, price)}`;
  return newLine(world, { item, price, quantity, amount: 0, description, period });
}

export function productName(world: World, { product }: Price): string {
  return world.tables.products.get(idOf(product) ?? '')?.name ?? 'a product';
}

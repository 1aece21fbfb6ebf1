import { couponOf } from '../catalog/coupons.ts';
import { draftInvoice, type InvoiceTerms } from '../invoices/new-invoice.ts';
import type { Invoice, InvoiceLine, Subscription } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { discountsOf, timeOf } from './subscription-facts.ts';

type Order = Pick<InvoiceTerms, 'reason' | 'period'> & {
  readonly lines: readonly InvoiceLine[];
  readonly finalizesAt?: number | null;
  readonly autoAdvance?: boolean;
};

/**
 * Drafts an invoice with what was waiting for it, under the subscription's discounts, and makes it the latest one. A coupon
 * that counts once is gone afterwards.
 */
export function invoiceSubscription(
  world: World,
  subscription: Subscription,
  order: Order,
): Invoice {
  const waiting = world.tables.pendingItems
    .all()
    .filter((item) => item.subscription === subscription.id);
  for (const { id } of waiting) world.tables.pendingItems.delete(id);
  const discounts = discountsOf(world, subscription, timeOf(world, subscription));
  const invoice = draftInvoice(world, {
    subscription,
    reason: order.reason,
    lines: [...waiting.map(({ line }) => line), ...order.lines],
    discounts,
    period: order.period,
    finalizesAt: order.finalizesAt ?? null,
    autoAdvance: order.autoAdvance ?? true,
  });
  const lasting = discounts.filter((discount) => couponOf(world, discount)?.duration !== 'once');
  world.tables.subscriptions.put({
    ...world.tables.subscriptions.require(subscription.id),
    discounts: lasting.map(({ id }) => id),
    latest_invoice: invoice.id,
  });
  return invoice;
}

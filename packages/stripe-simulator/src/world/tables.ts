import type {
  CardRecord,
  CheckoutRecord,
  Delivery,
  EndpointSecrets,
  KeyRecord,
  PendingItem,
  SubscriptionRecord,
} from './records.ts';
import { createTable } from './table.ts';
import type * as wire from './wire.ts';

/** What is left of an object that was deleted. */
type Deleted = { readonly id: string; readonly object: string; readonly deleted: true };

/** Everything the simulator knows. What a file keeps is these tables, the clock and the count of ids. */
export function createTables() {
  return {
    deleted: createTable<Deleted>('object'),
    customers: createTable<wire.Customer>('customer'),
    paymentMethods: createTable<wire.PaymentMethod>('PaymentMethod'),
    cards: createTable<CardRecord>('card'),
    paymentIntents: createTable<wire.PaymentIntent>('payment_intent'),
    charges: createTable<wire.Charge>('charge'),
    refunds: createTable<wire.Refund>('refund'),
    disputes: createTable<wire.Dispute>('dispute'),
    products: createTable<wire.Product>('product'),
    prices: createTable<wire.Price>('price'),
    coupons: createTable<wire.Coupon>('coupon'),
    discounts: createTable<wire.Discount>('discount'),
    subscriptions: createTable<wire.Subscription>('subscription'),
    subscriptionRecords: createTable<SubscriptionRecord>('subscription'),
    invoices: createTable<wire.Invoice>('invoice'),
    invoicePayments: createTable<wire.InvoicePayment>('invoice payment'),
    pendingItems: createTable<PendingItem>('invoiceitem'),
    checkoutSessions: createTable<wire.CheckoutSession>('checkout.session'),
    checkoutRecords: createTable<CheckoutRecord>('checkout.session'),
    portalSessions: createTable<wire.PortalSession>('billing_portal.session'),
    testClocks: createTable<wire.TestClock>('testclock'),
    events: createTable<wire.Event>('event'),
    webhookEndpoints: createTable<wire.WebhookEndpoint>('webhook endpoint'),
    endpointSecrets: createTable<EndpointSecrets>('webhook endpoint'),
    deliveries: createTable<Delivery>('delivery'),
    keys: createTable<KeyRecord>('idempotency key'),
  };
}

export type Tables = ReturnType<typeof createTables>;

type AnyTable = { entries(): readonly object[]; restore(objects: readonly never[]): void };

/** Every table as what a file can hold. */
export function dumpTables(tables: Tables): { readonly [name: string]: readonly object[] } {
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.entries()]));
}

/** Puts every table back to what `dump` says; a table that it does not name is emptied. */
export function restoreTables(
  tables: Tables,
  dump: { readonly [name: string]: readonly object[] },
): void {
  for (const [name, table] of Object.entries<AnyTable>(tables)) {
    table.restore((dump[name] ?? []) as readonly never[]);
  }
}

import {
  checkoutObject,
  disputeObject,
  invoiceObject,
  invoicePreviewObject,
  paymentObject,
  refundObject,
  subscriptionObject,
} from '@purser/schema/contract/stripe-objects';
import type Stripe from 'stripe';
import type { StripeGateway, StripeObject, StripePage } from '../../ports/stripe-gateway.ts';
import { askStripe, reader } from './ask-stripe.ts';
import { checkoutParams } from './checkout-params.ts';
import {
  customerId,
  foundCustomer,
  invoicePaid,
  paymentWithSecret,
  portalUrl,
  readEventPage,
  readPage,
  subscriptionWithPayment,
  unreadObject,
} from './read-answers.ts';

/** Every call to Stripe, through its own library. */
export function createStripeGateway(stripe: Stripe, mode: StripeGateway['mode']): StripeGateway {
  const keyed = (idempotencyKey: string) => ({ idempotencyKey });
  return {
    mode,
    createCustomer: ({ idempotencyKey, name, metadata }) =>
      askStripe(
        () => stripe.customers.create({ name, metadata }, keyed(idempotencyKey)),
        reader(customerId),
      ),

    findCustomer: (key) =>
      askStripe(
        () => stripe.customers.search({ query: `metadata['customer_key']:'${key}'`, limit: 1 }),
        reader(foundCustomer),
      ),

    createPaymentIntent: ({ idempotencyKey, amountCents, customerId: customer, metadata }) =>
      askStripe(
        () =>
          stripe.paymentIntents.create(
            {
              amount: Number(amountCents),
              currency: 'usd',
              automatic_payment_methods: { enabled: true },
              metadata,
              ...(customer === undefined ? {} : { customer }),
            },
            keyed(idempotencyKey),
          ),
        reader(paymentWithSecret),
      ),
    getPaymentIntent: (id) =>
      askStripe(() => stripe.paymentIntents.retrieve(id), reader(paymentObject)),

    createCheckout: ({ idempotencyKey, ...params }) =>
      askStripe(
        () => stripe.checkout.sessions.create(checkoutParams(params), keyed(idempotencyKey)),
        reader(checkoutObject),
      ),
    createPortalSession: ({ idempotencyKey, customerId: customer, returnUrl }) =>
      askStripe(
        () =>
          stripe.billingPortal.sessions.create(
            { customer, return_url: returnUrl },
            keyed(idempotencyKey),
          ),
        reader(portalUrl),
      ),

    createSubscription: ({ idempotencyKey, customerId: customer, priceId, metadata }) =>
      askStripe(
        () =>
          stripe.subscriptions.create(
            {
              customer,
              items: [{ price: priceId }],
              // Without a card the subscription waits, incomplete, for its first payment.
              payment_behavior: 'default_incomplete',
              payment_settings: { save_default_payment_method: 'on_subscription' },
              metadata,
              expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments'],
            },
            keyed(idempotencyKey),
          ),
        reader(subscriptionWithPayment),
      ),
    getSubscription: (id) =>
      askStripe(() => stripe.subscriptions.retrieve(id), reader(subscriptionObject)),
    subscriptionsOf: (customer) =>
      askStripe(
        () =>
          stripe.subscriptions
            .list({ customer, status: 'all', limit: 100 })
            .autoPagingToArray({ limit: 10_000 }),
        reader(subscriptionObject.array()),
      ),
    updateSubscription: (id, { idempotencyKey, cancelAtPeriodEnd, clearsEnd, item, metadata }) =>
      askStripe(
        () =>
          stripe.subscriptions.update(
            id,
            {
              ...(cancelAtPeriodEnd === undefined
                ? {}
                : { cancel_at_period_end: cancelAtPeriodEnd }),
              ...(clearsEnd === true ? { cancel_at: '' as const } : {}),
              ...(item === undefined
                ? {}
                : {
                    items: [{ id: item.itemId, price: item.priceId }],
                    proration_behavior: item.proration,
                  }),
              ...(metadata === undefined ? {} : { metadata }),
            },
            keyed(idempotencyKey),
          ),
        reader(subscriptionObject),
      ),
    cancelSubscription: (id, { idempotencyKey }) =>
      askStripe(
        () => stripe.subscriptions.cancel(id, {}, keyed(idempotencyKey)),
        reader(subscriptionObject),
      ),

    previewChange: (subscription, { itemId, priceId, proration }) =>
      askStripe(
        () =>
          stripe.invoices.createPreview({
            subscription,
            subscription_details: {
              items: [{ id: itemId, price: priceId }],
              proration_behavior: proration,
            },
          }),
        reader(invoicePreviewObject),
      ),
    getInvoice: (id) =>
      askStripe(
        () => stripe.invoices.retrieve(id, { expand: ['payments'] }),
        reader(invoiceObject),
      ),
    listInvoices: ({ stripeSubscriptionId, ...page }) =>
      askStripe(
        () => stripe.invoices.list({ ...pageParams(page), subscription: stripeSubscriptionId }),
        readPage(invoiceObject),
      ),

    invoiceOfPayment: (payment_intent) =>
      askStripe(
        () =>
          stripe.invoicePayments.list({
            payment: { type: 'payment_intent', payment_intent },
            limit: 1,
          }),
        reader(invoicePaid),
      ),

    createRefund: ({ idempotencyKey, paymentId, amountCents, metadata }) =>
      askStripe(
        () =>
          stripe.refunds.create(
            { payment_intent: paymentId, amount: Number(amountCents), metadata },
            keyed(idempotencyKey),
          ),
        reader(refundObject),
      ),
    getRefund: (id) => askStripe(() => stripe.refunds.retrieve(id), reader(refundObject)),
    listRefunds: (paymentId) =>
      askStripe(
        () =>
          stripe.refunds
            .list({ payment_intent: paymentId, limit: 100 })
            .autoPagingToArray({ limit: 10_000 }),
        reader(refundObject.array()),
      ),

    getDispute: (id) => askStripe(() => stripe.disputes.retrieve(id), reader(disputeObject)),

    getObject: (kind, id) =>
      askStripe(
        () =>
          kind === 'subscription'
            ? stripe.subscriptions.retrieve(id)
            : stripe.paymentIntents.retrieve(id),
        reader(unreadObject),
      ),
    listObjects: (kind, { createdFromMs, ...page }) => {
      const created = createdFromMs === undefined ? {} : { created: from(createdFromMs) };
      const params = { ...pageParams(page), ...created };
      return askStripe<StripePage<StripeObject>>(
        () =>
          kind === 'subscription'
            ? stripe.subscriptions.list({ ...params, status: 'all' })
            : stripe.paymentIntents.list(params),
        readPage(unreadObject),
      );
    },

    listEvents: ({ createdFromMs, createdToMs, ...page }) =>
      askStripe(
        () =>
          stripe.events.list({ ...pageParams(page), created: between(createdFromMs, createdToMs) }),
        readEventPage,
      ),
  };
}

function pageParams({
  after,
  limit,
}: {
  readonly after?: string | undefined;
  readonly limit: number;
}) {
  return { limit, ...(after === undefined ? {} : { starting_after: after }) };
}

function from(createdFromMs: number) {
  return { gte: Math.floor(createdFromMs / 1000) };
}

function between(createdFromMs: number, createdToMs: number | undefined) {
  const bounds = from(createdFromMs);
  return createdToMs === undefined ? bounds : { ...bounds, lte: Math.ceil(createdToMs / 1000) };
}

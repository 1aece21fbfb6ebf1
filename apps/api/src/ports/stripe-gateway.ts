import type {
  CheckoutFacts,
  DisputeFacts,
  InvoiceFacts,
  InvoicePreviewFacts,
  PaymentObjectFacts,
  RefundFacts,
  StripeMetadata,
  SubscriptionObjectFacts,
} from '@purser/domain/stripe/object-facts';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';

/**
 * What became of a call. Only `done` and `refused` decide anything: after `unknown` (a timeout, a lost
 * connection, a fault or too many requests at Stripe) the work may or may not have been done (rule X2).
 */
export type StripeAnswer<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** Every call that changes something carries a key that was stored before (rule X1). */
export type Keyed<Params> = Params & { readonly idempotencyKey: string };

export type ListPage = { readonly after?: string | undefined; readonly limit: number };

/** Page of a list at Stripe, in Stripe's order: newest first. */
export type StripePage<Value> = { readonly items: readonly Value[]; readonly hasMore: boolean };

/** What is compared with Stripe, by Stripe's word for it. */
export type ComparedKind = 'subscription' | 'payment_intent';

export type StripeObject = Readonly<Record<string, unknown>>;

export type ProrationBehavior = 'always_invoice' | 'create_prorations' | 'none';

/** Everything Purser asks of Stripe. */
export interface StripeGateway {
  /** `simulator` only on this machine; the dashboard says which. */
  readonly mode: 'live' | 'test' | 'simulator';

  createCustomer(
    params: Keyed<{ readonly name: string; readonly metadata: StripeMetadata }>,
  ): Promise<StripeAnswer<{ readonly customerId: string }>>;

  /** The customer whose metadata has this `customer_key`; what was made within the last minute may be missing. */
  findCustomer(customerKey: string): Promise<StripeAnswer<{ readonly customerId: string } | null>>;

  createPaymentIntent(
    params: Keyed<{
      readonly amountCents: bigint;
      readonly customerId?: string | undefined;
      readonly metadata: StripeMetadata;
    }>,
  ): Promise<StripeAnswer<PaymentObjectFacts & { readonly clientSecret: string | null }>>;
  getPaymentIntent(id: string): Promise<StripeAnswer<PaymentObjectFacts>>;

  createCheckout(
    params: Keyed<{
      readonly mode: 'payment' | 'subscription';
      readonly customerId?: string | undefined;
      /** Of a payment. */
      readonly amountCents?: bigint | undefined;
      readonly productName?: string | undefined;
      /** Of a subscription. */
      readonly priceId?: string | undefined;
      readonly successUrl: string;
      readonly cancelUrl: string;
      /** Of the session, and of the payment intent or subscription that it makes. */
      readonly metadata: StripeMetadata;
    }>,
  ): Promise<StripeAnswer<CheckoutFacts>>;
  createPortalSession(
    params: Keyed<{ readonly customerId: string; readonly returnUrl: string }>,
  ): Promise<StripeAnswer<{ readonly url: string }>>;

  createSubscription(
    params: Keyed<{
      readonly customerId: string;
      readonly priceId: string;
      readonly metadata: StripeMetadata;
    }>,
  ): Promise<
    StripeAnswer<
      SubscriptionObjectFacts & {
        readonly paymentId: string | null;
        readonly clientSecret: string | null;
      }
    >
  >;
  getSubscription(id: string): Promise<StripeAnswer<SubscriptionObjectFacts>>;
  /** Every subscription of a customer, ended ones included. */
  subscriptionsOf(customerId: string): Promise<StripeAnswer<readonly SubscriptionObjectFacts[]>>;
  updateSubscription(
    id: string,
    params: Keyed<{
      readonly cancelAtPeriodEnd?: boolean | undefined;
      /** True takes back an end that was set as an instant. */
      readonly clearsEnd?: boolean | undefined;
      readonly item?:
        | {
            readonly itemId: string;
            readonly priceId: string;
            readonly proration: ProrationBehavior;
          }
        | undefined;
      readonly metadata?: StripeMetadata | undefined;
    }>,
  ): Promise<StripeAnswer<SubscriptionObjectFacts>>;
  cancelSubscription(
    id: string,
    params: Keyed<Record<never, never>>,
  ): Promise<StripeAnswer<SubscriptionObjectFacts>>;

  /** What a change of price would be invoiced: at once or, without a proration, with the next invoice. Nothing changes. */
  previewChange(
    stripeSubscriptionId: string,
    item: {
      readonly itemId: string;
      readonly priceId: string;
      readonly proration: ProrationBehavior;
    },
  ): Promise<StripeAnswer<InvoicePreviewFacts>>;

  getInvoice(id: string): Promise<StripeAnswer<InvoiceFacts>>;
  listInvoices(
    page: ListPage & { readonly stripeSubscriptionId: string },
  ): Promise<StripeAnswer<StripePage<InvoiceFacts>>>;

  /** The invoice that a payment intent pays; null when it pays none. */
  invoiceOfPayment(paymentId: string): Promise<StripeAnswer<string | null>>;

  createRefund(
    params: Keyed<{
      readonly paymentId: string;
      readonly amountCents: bigint;
      readonly metadata: StripeMetadata;
    }>,
  ): Promise<StripeAnswer<RefundFacts>>;
  getRefund(id: string): Promise<StripeAnswer<RefundFacts>>;
  /** Every refund of a payment. */
  listRefunds(paymentId: string): Promise<StripeAnswer<readonly RefundFacts[]>>;

  getDispute(id: string): Promise<StripeAnswer<DisputeFacts>>;

  /** One object as Stripe has it, unread: what an event of it would carry. */
  getObject(kind: ComparedKind, id: string): Promise<StripeAnswer<StripeObject>>;
  /** All objects of a kind, newest first, from an instant on where one is given. */
  listObjects(
    kind: ComparedKind,
    page: ListPage & { readonly createdFromMs?: number | undefined },
  ): Promise<StripeAnswer<StripePage<StripeObject>>>;

  /** Events, newest first, made from one instant on and up to another, both to the second. */
  listEvents(
    page: ListPage & {
      readonly createdFromMs: number;
      readonly createdToMs?: number | undefined;
    },
  ): Promise<StripeAnswer<StripePage<StripeEvent>>>;
}

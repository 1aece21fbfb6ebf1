import { share } from '../invoices/discount-lines.ts';
import { productName } from '../invoices/lines.ts';
import type { CheckoutRecord } from '../world/records.ts';
import type { CheckoutSession, Coupon, LineItem, Metadata, Price } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export type SessionTerms = {
  readonly mode: 'payment' | 'subscription';
  readonly items: readonly { readonly price: Price; readonly quantity: number }[];
  readonly customer: string | null;
  readonly customerEmail: string | null;
  readonly customerCreation: 'always' | 'if_required' | null;
  readonly clientReferenceId: string | null;
  readonly coupon: Coupon | null;
  readonly expiresAt: number;
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
  readonly metadata: Metadata;
};

/** A session that waits for somebody to pay, and its lines. */
export function newSession(
  world: World,
  terms: SessionTerms,
): { readonly session: CheckoutSession; readonly lineItems: CheckoutRecord['lineItems'] } {
  const id = world.ids.next('cs_test_a1', 56);
  const lineItems = terms.items.map((item) => newLineItem(world, item, terms.coupon));
  const sum = (field: 'amount_subtotal' | 'amount_total' | 'amount_discount') =>
    lineItems.reduce((total, line) => total + line[field], 0);
  const session: CheckoutSession = {
    ...emptySession,
    id,
    amount_subtotal: sum('amount_subtotal'),
    amount_total: sum('amount_total'),
    cancel_url: terms.cancelUrl,
    client_reference_id: terms.clientReferenceId,
    created: world.seconds(),
    currency: terms.items[0]?.price.currency ?? 'usd',
    customer: terms.customer,
    customer_creation: terms.customer === null ? terms.customerCreation : null,
    customer_email: terms.customerEmail,
    discounts: terms.coupon === null ? [] : [{ coupon: terms.coupon.id, promotion_code: null }],
    expires_at: terms.expiresAt,
    metadata: terms.metadata,
    mode: terms.mode,
    payment_method_collection: terms.mode === 'subscription' ? 'always' : 'if_required',
    payment_status: 'unpaid',
    success_url: terms.successUrl,
    total_details: { amount_discount: sum('amount_discount'), amount_shipping: 0, amount_tax: 0 },
    url: `${world.url}/c/pay/${id}`,
  };
  return { session, lineItems };
}

function newLineItem(
  world: World,
  { price, quantity }: SessionTerms['items'][number],
  coupon: Coupon | null,
): LineItem {
  const subtotal = (price.unit_amount ?? 0) * quantity;
  const percent = Math.round((coupon?.percent_off ?? 0) * 100);
  const discount = Math.min(subtotal, coupon?.amount_off ?? share(subtotal, percent, 10_000));
  return {
    id: world.ids.next('li_1'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: discount,
    amount_subtotal: subtotal,
    amount_tax: 0,
    amount_total: subtotal - discount,
    currency: price.currency,
    description: productName(world, price),
    metadata: {},
    price,
    quantity,
  };
}

/** What a session says before anything is known of it. */
const emptySession: Omit<
  CheckoutSession,
  'id' | 'created' | 'expires_at' | 'mode' | 'payment_status' | 'customer_email' | 'url'
> = {
  object: 'checkout.session',
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  amount_subtotal: null,
  amount_total: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  cancel_url: null,
  client_reference_id: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer: null,
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  metadata: {},
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card'],
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  submit_type: null,
  subscription: null,
  success_url: null,
  total_details: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
};

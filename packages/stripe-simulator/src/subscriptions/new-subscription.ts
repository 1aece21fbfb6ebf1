import type { Period } from '../invoices/lines.ts';
import type { Customer, Metadata, Price, Subscription, SubscriptionItem } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export type SubscriptionTerms = {
  readonly customer: Customer;
  readonly items: readonly {
    readonly price: Price;
    readonly quantity: number;
    readonly metadata: Metadata;
  }[];
  readonly period: Period;
  readonly anchor: number;
  readonly trialEnd: number | null;
  readonly defaultPaymentMethod: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly cancelAtPeriodEnd: boolean;
  readonly cancelAt: number | null;
  readonly savesPaymentMethod: boolean;
  /** A trial that ends without a card pauses the subscription; otherwise it is invoiced. */
  readonly pausesWithoutCard: boolean;
};

/** A subscription that nobody has paid for. */
export function newSubscription(world: World, terms: SubscriptionTerms): Subscription {
  const id = world.ids.next('sub_1');
  const testClock = idOf(terms.customer.test_clock);
  const now = world.seconds(testClock);
  return {
    ...emptySubscription,
    id,
    billing_cycle_anchor: terms.anchor,
    cancel_at: terms.cancelAtPeriodEnd ? terms.period.end : terms.cancelAt,
    cancel_at_period_end: terms.cancelAtPeriodEnd,
    canceled_at: terms.cancelAtPeriodEnd || terms.cancelAt !== null ? now : null,
    created: now,
    currency: terms.items[0]?.price.currency ?? 'usd',
    customer: terms.customer.id,
    default_payment_method: terms.defaultPaymentMethod,
    description: terms.description,
    items: {
      object: 'list',
      data: terms.items.map((item) => newItem(world, id, { ...item, period: terms.period })),
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    metadata: terms.metadata,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: terms.savesPaymentMethod ? 'on_subscription' : 'off',
    },
    start_date: now,
    status: terms.trialEnd === null ? 'incomplete' : 'trialing',
    test_clock: testClock,
    trial_end: terms.trialEnd,
    trial_settings: {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method: terms.pausesWithoutCard ? 'pause' : 'create_invoice',
      },
    },
    trial_start: terms.trialEnd === null ? null : now,
  };
}

export type ItemTerms = {
  readonly price: Price;
  readonly quantity: number;
  readonly metadata: Metadata;
  readonly period: Period;
};

export function newItem(world: World, subscription: string, terms: ItemTerms): SubscriptionItem {
  return {
    id: world.ids.next('si_', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created: world.seconds(),
    current_period_end: terms.period.end,
    current_period_start: terms.period.start,
    current_trial: null,
    discounts: [],
    metadata: terms.metadata,
    plan: planOf(terms.price),
    price: terms.price,
    quantity: terms.quantity,
    subscription,
    tax_rates: [],
  };
}

/** The older shape of a price, which items still show. */
export function planOf(price: Price): SubscriptionItem['plan'] {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: idOf(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

/** What a subscription says before anything is known of it. */
const emptySubscription: Omit<
  Subscription,
  | 'id'
  | 'billing_cycle_anchor'
  | 'created'
  | 'currency'
  | 'customer'
  | 'items'
  | 'start_date'
  | 'status'
> = {
  object: 'subscription',
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_mode: { flexible: { proration_discounts: 'itemized' }, type: 'flexible' },
  billing_schedules: [],
  billing_thresholds: null,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  collection_method: 'charge_automatically',
  customer_account: null,
  days_until_due: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  ended_at: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  metadata: {},
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: null,
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  test_clock: null,
  transfer_data: null,
  trial_end: null,
  trial_settings: null,
  trial_start: null,
};

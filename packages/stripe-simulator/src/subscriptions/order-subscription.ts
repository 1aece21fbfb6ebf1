import { redeemCoupon } from '../catalog/coupons.ts';
import { referPrice } from '../catalog/price-params.ts';
import { invalidRequest } from '../http/api-error.ts';
import { given, mergeMetadata } from '../http/metadata.ts';
import { ownPaymentMethod } from '../payment-methods/attach-payment-method.ts';
import type { Coupon, Customer, Price, Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { createSubscription } from './create-subscription.ts';
import { endChange } from './end-at-period-end.ts';
import { changeSubscription, timeOf } from './subscription-facts.ts';
import type { SubscriptionChange, SubscriptionCreation } from './subscription-params.ts';
import { changeItems } from './update-subscription.ts';

const daySeconds = 86_400;

/** Subscribes as a request asks. */
export function orderSubscription(world: World, input: SubscriptionCreation): Subscription {
  const customer = world.tables.customers.refer(input.customer, 'customer');
  const card = input.default_payment_method;
  return createSubscription(world, {
    customer,
    items: input.items.map((item, index) => ({
      price: recurringPrice(referPrice(world, item, `items[${index}]`), `items[${index}]`),
      quantity: item.quantity ?? 1,
      metadata: mergeMetadata({}, item.metadata),
    })),
    anchor: input.billing_cycle_anchor ?? null,
    prorates: input.proration_behavior !== 'none',
    trialEnd: trialEndOf(world, customer, input),
    defaultPaymentMethod: card === undefined ? null : ownPaymentMethod(world, card, customer.id),
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
    cancelAtPeriodEnd: input.cancel_at_period_end,
    cancelAt: input.cancel_at ?? null,
    savesPaymentMethod: input.payment_settings?.save_default_payment_method === 'on_subscription',
    pausesWithoutCard: input.trial_settings?.end_behavior.missing_payment_method === 'pause',
    coupons: couponsOf(world, input.discounts),
    behavior: input.payment_behavior,
  });
}

/** Changes a subscription as a request asks. */
export function reorderSubscription(
  world: World,
  id: string,
  input: SubscriptionChange,
): Subscription {
  const before = world.tables.subscriptions.require(id);
  if (before.status === 'canceled' || before.status === 'incomplete_expired') {
    throw invalidRequest(
      'A canceled subscription can only update its cancellation_details and metadata.',
      { code: 'invalid_canceled_subscription_fields' },
    );
  }
  const endsAt = endOf(before, input);
  const changed = changeSubscription(world, before, {
    ...given({ description: input.description }),
    ...cardChange(world, before, input.default_payment_method),
    ...(endsAt !== undefined && endChange(world, before, endsAt)),
    ...discountChange(world, before, input),
    metadata: mergeMetadata(before.metadata, input.metadata),
  });
  if (input.items === undefined) return changed;
  return changeItems(world, changed, {
    items: input.items.map((item, index) => ({
      id: item.id,
      price: referPrice(world, item, `items[${index}]`),
      quantity: item.quantity,
    })),
    proration: input.proration_behavior,
    prorationDate: input.proration_date,
    failsWithCard: input.payment_behavior === 'error_if_incomplete',
  });
}

function recurringPrice(price: Price | undefined, param: string): Price {
  if (price === undefined) {
    throw invalidRequest(`Missing required param: ${param}[price].`, {
      code: 'parameter_missing',
      param: `${param}[price]`,
    });
  }
  if (price.recurring !== null) return price;
  throw invalidRequest(
    'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
    { param: `${param}[price]` },
  );
}

function trialEndOf(
  world: World,
  customer: Customer,
  { trial_end, trial_period_days }: SubscriptionCreation,
): number | null {
  if (trial_end !== undefined) return trial_end;
  if (trial_period_days === undefined) return null;
  return world.seconds(idOf(customer.test_clock)) + trial_period_days * daySeconds;
}

type CouponsInput = SubscriptionCreation['discounts'];

function couponsOf(world: World, input: CouponsInput): readonly Coupon[] {
  if (input === undefined || input === '') return [];
  return input.map(({ coupon }, index) =>
    world.tables.coupons.refer(coupon, `discounts[${index}][coupon]`),
  );
}

function cardChange(
  world: World,
  before: Subscription,
  card: string | null | undefined,
): Partial<Subscription> {
  if (card === undefined) return {};
  const own = card === null ? null : ownPaymentMethod(world, card, idOf(before.customer) ?? '');
  return { default_payment_method: own };
}

/** When a subscription is to end: null for never, undefined when nothing was said. */
function endOf(
  before: Subscription,
  { cancel_at, cancel_at_period_end }: SubscriptionChange,
): number | 'period_end' | null | undefined {
  if (cancel_at_period_end === true) return 'period_end';
  if (cancel_at !== undefined) return cancel_at === '' ? null : cancel_at;
  if (cancel_at_period_end === undefined) return undefined;
  return before.cancel_at_period_end ? null : undefined;
}

function discountChange(
  world: World,
  before: Subscription,
  { discounts }: SubscriptionChange,
): Partial<Subscription> {
  if (discounts === undefined) return {};
  const to = {
    customer: idOf(before.customer) ?? '',
    subscription: before.id,
    startSeconds: timeOf(world, before),
  };
  return {
    discounts: couponsOf(world, discounts).map((coupon) => redeemCoupon(world, coupon, to).id),
  };
}

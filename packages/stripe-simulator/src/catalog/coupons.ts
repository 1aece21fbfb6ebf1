import { z } from 'zod';
import { invalidRequest } from '../http/api-error.ts';
import { amount, currency, integer, metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route, remove } from '../http/route.ts';
import { addMonths } from '../time/calendar.ts';
import type { Coupon, Discount } from '../world/wire.ts';
import type { World } from '../world/world.ts';

const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,2})?$/)
  .transform(Number)
  .pipe(z.number().gt(0).max(100));

const creation = {
  id: text.optional(),
  name: text.optional(),
  percent_off: percent.optional(),
  amount_off: amount.optional(),
  currency: currency.optional(),
  duration: z.enum(['forever', 'once', 'repeating']).default('once'),
  duration_in_months: integer.pipe(z.number().min(1)).optional(),
  metadata: metadata.optional(),
};

export const couponRoutes: readonly Route[] = [
  post('/v1/coupons', creation, (input, { world }) => {
    if ((input.percent_off === undefined) === (input.amount_off === undefined)) {
      throw invalidRequest('Must provide exactly one of percent_off or amount_off.');
    }
    if (input.amount_off !== undefined && input.currency === undefined) {
      throw invalidRequest('You must pass currency when passing amount_off', { param: 'currency' });
    }
    const coupon = world.tables.coupons.put({
      id: input.id ?? world.ids.next('', 8),
      object: 'coupon',
      amount_off: input.amount_off ?? null,
      created: world.seconds(),
      currency: input.currency ?? null,
      duration: input.duration,
      duration_in_months: input.duration_in_months ?? null,
      livemode: false,
      max_redemptions: null,
      metadata: mergeMetadata({}, input.metadata),
      name: input.name ?? null,
      percent_off: input.percent_off ?? null,
      redeem_by: null,
      times_redeemed: 0,
      valid: true,
    });
    world.emit('coupon.created', coupon);
    return coupon;
  }),
  get('/v1/coupons', paging, (input, { world, path }) =>
    pageOf(world.tables.coupons.all(), input, path),
  ),
  get('/v1/coupons/:id', {}, (_input, { world, id }) => world.tables.coupons.require(id)),
  remove('/v1/coupons/:id', {}, (_input, { world, id }) => {
    const coupon = world.tables.coupons.require(id);
    world.tables.coupons.put({ ...coupon, valid: false });
    world.emit('coupon.deleted', coupon);
    return { id, object: 'coupon', deleted: true };
  }),
];

/** Gives a subscription a coupon, from now on for as long as the coupon says. */
export function redeemCoupon(
  world: World,
  coupon: Coupon,
  to: { readonly customer: string; readonly subscription: string; readonly startSeconds: number },
): Discount {
  if (!coupon.valid) {
    throw invalidRequest(`Coupon expired: ${coupon.id}`, {
      code: 'coupon_expired',
      param: 'coupon',
    });
  }
  world.tables.coupons.put({ ...coupon, times_redeemed: coupon.times_redeemed + 1 });
  const months = coupon.duration === 'repeating' ? (coupon.duration_in_months ?? 1) : null;
  return world.tables.discounts.put({
    id: world.ids.next('di_1'),
    object: 'discount',
    checkout_session: null,
    customer: to.customer,
    customer_account: null,
    end: months === null ? null : addMonths(to.startSeconds, months),
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { coupon: coupon.id, type: 'coupon' },
    start: to.startSeconds,
    subscription: to.subscription,
    subscription_item: null,
  });
}

/** The coupon behind a discount. */
export function couponOf(world: World, { source }: Discount): Coupon | undefined {
  return source.coupon === null ? undefined : world.tables.coupons.get(source.coupon);
}

import { couponOf } from '../catalog/coupons.ts';
import type { Discount, InvoiceLine } from '../world/wire.ts';
import type { World } from '../world/world.ts';

/** Takes discounts off lines, one discount after the other, each from what the one before has left. */
export function discountLines(
  world: World,
  lines: readonly InvoiceLine[],
  discounts: readonly Discount[],
): readonly InvoiceLine[] {
  return discounts.reduce((left, discount) => applyOne(world, left, discount), lines);
}

function applyOne(
  world: World,
  lines: readonly InvoiceLine[],
  discount: Discount,
): readonly InvoiceLine[] {
  const coupon = couponOf(world, discount);
  if (coupon === undefined) return lines;
  let amountOffLeft = coupon.amount_off ?? 0;
  return lines.map((line) => {
    const net = netAmount(line);
    const percentOff = coupon.percent_off;
    const amount =
      percentOff === null
        ? Math.min(Math.max(net, 0), amountOffLeft)
        : share(net, Math.round(percentOff * 100), 10_000);
    amountOffLeft -= percentOff === null ? amount : 0;
    return {
      ...line,
      discount_amounts: [...(line.discount_amounts ?? []), { amount, discount: discount.id }],
      discounts: [...line.discounts, discount.id],
    };
  });
}

/** What a line costs after its discounts. */
export function netAmount({ amount, discount_amounts }: InvoiceLine): number {
  return amount - (discount_amounts ?? []).reduce((sum, discounted) => sum + discounted.amount, 0);
}

/** `amount × part ÷ whole` to the nearest cent, halves away from zero. Exact for every amount that Stripe takes. */
export function share(amount: number, part: number, whole: number): number {
  const numerator = BigInt(Math.abs(amount)) * BigInt(part);
  const divisor = BigInt(whole);
  const rounded = Number((numerator * 2n + divisor) / (divisor * 2n));
  return amount < 0 ? -rounded : rounded;
}

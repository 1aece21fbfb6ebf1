import { share } from '../invoices/discount-lines.ts';
import { newLine, type Period, productName } from '../invoices/lines.ts';
import type { InvoiceLine, SubscriptionItem } from '../world/wire.ts';
import type { World } from '../world/world.ts';

/** The credit for what an item no longer uses of its period, to the cent. */
export function creditLines(
  world: World,
  item: SubscriptionItem,
  period: Period,
  atSeconds: number,
): readonly InvoiceLine[] {
  const amount = -remainder(item, period, atSeconds);
  if (amount === 0) return [];
  const description = `Unused time on ${sold(world, item)} after ${day(atSeconds)}`;
  return [prorationLine(world, item, { amount, description, start: atSeconds, end: period.end })];
}

/** What an item costs for the rest of its period, to the cent. */
export function chargeLines(
  world: World,
  item: SubscriptionItem,
  period: Period,
  atSeconds: number,
): readonly InvoiceLine[] {
  const amount = remainder(item, period, atSeconds);
  const description = `Remaining time on ${sold(world, item)} after ${day(atSeconds)}`;
  return [prorationLine(world, item, { amount, description, start: atSeconds, end: period.end })];
}

/** Price × seconds left ÷ seconds of the period. */
function remainder({ price, quantity = 1 }: SubscriptionItem, period: Period, at: number): number {
  const left = Math.max(0, period.end - at);
  return share((price.unit_amount ?? 0) * quantity, left, period.end - period.start);
}

function prorationLine(
  world: World,
  item: SubscriptionItem,
  {
    amount,
    description,
    start,
    end,
  }: Period & { readonly amount: number; readonly description: string },
): InvoiceLine {
  return newLine(world, {
    item,
    price: item.price,
    quantity: item.quantity ?? 1,
    amount,
    description,
    period: { start, end },
    prorationItem: world.ids.next('ii_1'),
  });
}

function sold(world: World, { price, quantity = 1 }: SubscriptionItem): string {
  const name = productName(world, price);
  return quantity === 1 ? name : `${quantity} × ${name}`;
}

function day(seconds: number): string {
  const format = { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-GB', format).format(seconds * 1_000);
}

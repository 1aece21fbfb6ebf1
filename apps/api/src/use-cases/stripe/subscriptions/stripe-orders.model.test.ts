import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { processEvents } from '../events/process-events.ts';

let world: BillingWorld;
beforeEach(async () => {
  world = await openBillingWorld();
});
afterEach(async () => {
  expect(await brokenInvariants(world.pool)).toEqual([]);
  await world.close();
});

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [
      item,
      ...rest,
    ]),
  );
}

/** A user of their own for each order, all subscribed at the same instant. */
async function subscribeMany(count: number) {
  const users: { readonly userId: string; readonly customer: string; readonly id: string }[] = [];
  for (let index = 0; index < count; index += 1) {
    const userId = `user-${index}`;
    const { id: customer } = await world.stripe.customers.create({ name: userId });
    const card = await world.stripe.paymentMethods.attach('pm_card_visa', { customer });
    await world.stripe.customers.update(customer, {
      invoice_settings: { default_payment_method: card.id },
    });
    const { id } = await world.subscribe({ customer, metadata: { user_id: userId } });
    users.push({ userId, customer, id });
  }
  return users;
}

/** Tells one user's events in an order, each twice, then lets time pass until nothing waits. */
async function tell(events: readonly StripeEvent[]) {
  for (const event of events) await world.hear([event, event]);
  for (let hour = 0; hour < 5; hour += 1) {
    await world.passTime(3_600_000);
    await processEvents(world.events, world.ctx.scope);
  }
}

async function stateOf({ userId, id }: { readonly userId: string; readonly id: string }) {
  const view = await world.useCases.subscription.get(world.ctx, { userId });
  const periods = await world.useCases.subscription.periods(world.ctx, { userId, limit: 9 });
  const read = async (sql: string) => (await world.pool.query(sql, [id])).rows;
  const invoices = await read(
    `SELECT status, booked, attempt_count, amount_paid_micro_usd FROM stripe_invoice WHERE stripe_subscription_id = $1 ORDER BY amount_paid_micro_usd, status`,
  );
  const payments = await read(
    `SELECT purpose, amount_micro_usd FROM stripe_payment p WHERE EXISTS (SELECT 1 FROM stripe_invoice i WHERE i.id = p.invoice_id AND i.stripe_subscription_id = $1)`,
  );
  return {
    planId: view?.planId,
    status: view?.status,
    cancels: view?.cancelAtPeriodEnd,
    pendingPlanId: view?.pendingPlanId,
    next: view?.nextChargeAt,
    last: view?.lastChargedAt,
    pastDueSince: view?.pastDueSince,
    periods: periods.items.map((period) => ({
      ...{ starts: period.startsAt, ends: period.endsAt, status: period.status },
      ...{ paid: period.toppedUpMicroUsd, rolled: period.rolledOverMicroUsd },
    })),
    invoices,
    payments,
  };
}

/** Every order of what Stripe tells of one subscription, each for another user, and the state that each ends in. */
async function inEveryOrder(
  users: Awaited<ReturnType<typeof subscribeMany>>,
  types: readonly string[],
) {
  const untold = world.untold().filter(({ type }) => types.includes(type));
  await world.hear([]);
  const orders = permutations([0, 1, 2, 3]);
  const ends: unknown[] = [];
  for (const [index, user] of users.entries()) {
    const own = untold.filter(({ data }) => data.object.customer === user.customer);
    expect(own).toHaveLength(4);
    const order = orders[index] ?? [];
    await tell(order.flatMap((place) => own[place] ?? []));
    ends.push(await stateOf(user));
  }
  expect(
    (await world.useCases.event.list(world.ctx, { statuses: ['received', 'failed'], limit: 9 }))
      .items,
  ).toEqual([]);
  return ends;
}

describe('every order of what Stripe tells, and everything twice (rule X5)', () => {
  it('of a new subscription ends in one state', async () => {
    const ends = await inEveryOrder(await subscribeMany(24), [
      'customer.subscription.created',
      'customer.subscription.updated',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
    expect(ends[0]).toMatchObject({
      planId: 'basic',
      status: 'active',
      periods: [{ status: 'open', paid: 10_000_000n, rolled: 0n }],
      invoices: [{ status: 'paid', booked: true }],
      payments: [{ purpose: 'invoice', amount_micro_usd: 10_000_000n }],
    });
    for (const end of ends) expect(end).toEqual(ends[0]);
  }, 120_000);

  it('of a renewal ends in one state', async () => {
    const users = await subscribeMany(24);
    await world.hear();
    await world.moveTo('2027-02-28T12:00:00.000Z');
    const ends = await inEveryOrder(users, [
      'customer.subscription.updated',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
    expect(ends[0]).toMatchObject({
      status: 'active',
      periods: [
        { status: 'open', paid: 10_000_000n },
        { status: 'closed', paid: 10_000_000n, rolled: 10_000_000n },
      ],
    });
    for (const end of ends) expect(end).toEqual(ends[0]);
  }, 120_000);

  it('of a payment that failed and was made good ends in one state', async () => {
    const users = await subscribeMany(24);
    await world.hear();
    const cards = world.sim.state.cards.all().map(({ id }) => id);
    for (const card of cards) {
      world.sim.control.setCard(card, {
        kind: 'declines',
        code: 'card_declined',
        declineCode: null,
      });
    }
    await world.moveTo('2027-02-28T10:30:00.000Z');
    await world.hear();
    await world.moveTo('2027-02-28T12:00:00.000Z');
    for (const card of cards) world.sim.control.setCard(card, { kind: 'succeeds' });
    await world.moveTo('2027-03-03T12:00:00.000Z');
    const ends = await inEveryOrder(users, [
      'customer.subscription.updated',
      'invoice.payment_failed',
      'invoice.paid',
    ]);
    expect(ends[0]).toMatchObject({
      status: 'active',
      pastDueSince: null,
      periods: [{ status: 'open' }, { status: 'closed' }],
    });
    for (const end of ends) expect(end).toEqual(ends[0]);
  }, 120_000);
});

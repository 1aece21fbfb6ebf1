import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBillingWorld } from '../../testing/billing-world.ts';
import { openStripeWorld, type StripeWorld } from '../../testing/stripe-world.ts';
import { done } from '../../testing/subscription-world.ts';

let world: StripeWorld;

beforeEach(async () => {
  world = await openStripeWorld();
});

afterEach(() => world.close());

type Named = { readonly id: string };

/** Every row of a list by pages of one, in their order. */
async function pageByPage(list: (page: PageRequest) => Promise<Page<Named>>): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await list({ limit: 1, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
    more = page.nextCursor !== null;
  }
  return ids;
}

describe('what is shown of Stripe', () => {
  it('is payments with what was refunded of them, refunds, disputes and requests, each once over pages of one', async () => {
    const { useCases, ctx } = world;
    const first = await world.pay({ userId: 'ada', cents: 3_000 });
    const second = await world.pay({ userId: 'bob', cents: 1_000 });
    for (const amountMicroUsd of [5_000_000n, 2_000_000n]) {
      const refund = { userId: 'ada', paymentIntentId: first.paymentId, amountMicroUsd };
      done(await useCases.wallet.refund(ctx, refund, {}));
    }
    world.sim.control.openDispute({ charge: second.chargeId });
    await world.hear();

    const { stripe } = useCases;
    const payments = await stripe.payments(ctx, { limit: 9 });
    expect(
      payments.items.map(({ userId, amountMicroUsd, refundedMicroUsd, purpose }) => {
        return [userId, amountMicroUsd, refundedMicroUsd, purpose];
      }),
    ).toEqual(
      expect.arrayContaining([
        ['ada', 30_000_000n, 7_000_000n, 'wallet_topup'],
        ['bob', 10_000_000n, 0n, 'wallet_topup'],
      ]),
    );
    expect((await stripe.payments(ctx, { userId: 'bob', limit: 9 })).items).toMatchObject([
      { id: second.paymentId, chargeId: second.chargeId },
    ]);
    expect((await stripe.refunds(ctx, { userId: 'bob', limit: 9 })).items).toEqual([]);
    expect((await stripe.disputes(ctx, { userId: 'bob', limit: 9 })).items).toMatchObject([
      { paymentId: second.paymentId, userId: 'bob', booked: 'held', heldMicroUsd: 10_000_000n },
    ]);

    const counts = await Promise.all([
      pageByPage((page) => stripe.payments(ctx, page)),
      pageByPage((page) => stripe.refunds(ctx, page)),
      pageByPage((page) => stripe.disputes(ctx, page)),
      pageByPage((page) =>
        stripe.requests(ctx, { kind: 'refund', statuses: ['succeeded'], ...page }),
      ),
    ]);
    expect(counts.map((ids) => [ids.length, new Set(ids).size])).toEqual([
      [2, 2],
      [2, 2],
      [1, 1],
      [2, 2],
    ]);
    const [requestId = ''] = counts[3];
    expect(await stripe.request(ctx, { id: requestId })).toMatchObject({
      id: requestId,
      userId: 'ada',
    });
    const none = await stripe.requests(ctx, { statuses: ['pending'], limit: 9, countUpTo: 10 });
    expect(none).toMatchObject({ items: [], total: 0 });
  });
});

describe('invoices', () => {
  it('are overdue from the first attempt that failed until they are paid, with how often it was tried and where to pay', async () => {
    const billing = await openBillingWorld();
    try {
      const invoices = (filter: object) =>
        billing.useCases.stripe.invoices(billing.ctx, { limit: 9, countUpTo: 10, ...filter });
      await billing.subscribe();
      await billing.hear();
      expect(await invoices({ isOverdue: true })).toMatchObject({ items: [], total: 0 });
      billing.setCard(false);
      await billing.moveTo('2027-02-28T12:00:00.000Z');
      await billing.hear();
      expect(await invoices({ userId: 'ada', isOverdue: true })).toMatchObject({
        items: [
          {
            userId: 'ada',
            status: 'open',
            billingReason: 'subscription_cycle',
            amountDueMicroUsd: 10_000_000n,
            amountPaidMicroUsd: 0n,
            attemptCount: 1,
            nextAttemptAt: new Date('2027-03-03T11:00:00.000Z'),
            failedAt: new Date('2027-02-28T11:00:00.000Z'),
            hostedUrl: expect.stringContaining('/invoices/'),
            isBooked: false,
          },
        ],
        total: 1,
      });
      expect((await invoices({ userId: 'nobody' })).items).toEqual([]);
      billing.setCard(true);
      await billing.moveTo('2027-03-03T12:00:00.000Z');
      await billing.hear();
      expect((await invoices({ isOverdue: true })).items).toEqual([]);
      const all = await pageByPage((page) => billing.useCases.stripe.invoices(billing.ctx, page));
      expect([all.length, new Set(all).size]).toEqual([2, 2]);
    } finally {
      await billing.close();
    }
  });
});

import type { StripeServer } from './stripe-server.ts';

export type RawEvent = { readonly id: string; readonly type: string; readonly created: number };

/** What an endpoint for payments, refunds and disputes selects. */
const selected = /^(payment_intent\.succeeded|refund\.|charge\.refunded|charge\.dispute\.)/;

const users = 500;
const atOnce = 8;

/** Payments of credits and packages at Stripe, a third of them refunded in part and some disputed; answers their events. */
export async function fillStripe(server: StripeServer, wanted: number): Promise<RawEvent[]> {
  let made = 0;
  let payments = 0;
  const caller = async () => {
    while (made < wanted) {
      const payment = payments;
      payments += 1;
      const count = await buy(server, payment);
      made += count;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  const response = await fetch(`${server.simulatorUrl}/_simulator/state`);
  const { events } = (await response.json()) as { readonly events: readonly RawEvent[] };
  return events.filter(({ type }) => selected.test(type)).slice(0, wanted);
}

/** Answers how many events that makes. */
async function buy({ atStripe, control }: StripeServer, payment: number): Promise<number> {
  const isPackage = payment % 4 === 0;
  const { id } = await atStripe('/v1/payment_intents', {
    amount: '3000',
    currency: 'usd',
    'metadata[user_id]': `user-${payment % users}`,
    'metadata[tenant]': 'home',
    'metadata[project]': 'demo',
    'metadata[purpose]': isPackage ? 'quota_package' : 'wallet_topup',
    ...(isPackage ? { 'metadata[package]': 'pro' } : {}),
  });
  const { latest_charge: charge } = await control('pay-intent', { id });
  if (payment % 3 === 0) {
    await control('refund', { charge, amount: 1_000 });
    return 3;
  }
  if (payment % 10 === 1) {
    const dispute = await control('open-dispute', { charge });
    await control('close-dispute', { id: dispute.id, end: payment % 20 === 1 ? 'won' : 'lost' });
    return 5;
  }
  return 1;
}

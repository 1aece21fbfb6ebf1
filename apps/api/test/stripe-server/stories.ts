import { type Asking, type ServerStage, shim, webhookSecret } from './stage.ts';

/** What is begun for a user, and what the server is asked for that may kill it. */
export type ServerStory = (stage: ServerStage, userId: string) => Promise<Asking>;

function asking(path: string, userId: string, body: Readonly<Record<string, unknown>>): Asking {
  return {
    path: `${shim}${path}`,
    body: JSON.stringify({ user_id: userId, ...body }),
    headers: { 'idempotency-key': `once-${userId}` },
  };
}

/** The user pays $30 for credits at Stripe. */
async function pay({ stripe, sim }: ServerStage, userId: string): Promise<string> {
  const { id } = await stripe.paymentIntents.create({
    amount: 3_000,
    currency: 'usd',
    metadata: { user_id: userId, purpose: 'wallet_topup' },
  });
  sim.control.payIntent(id);
  return id;
}

async function refund(stage: ServerStage, userId: string): Promise<Asking> {
  const paymentId = await pay(stage, userId);
  await stage.reconcile();
  return asking('/wallet/refund', userId, { payment_intent_id: paymentId, usd_amount: 7 });
}

const subscribe: ServerStory = async (_stage, userId) =>
  asking('/subscriptions/create', userId, { plan_id: 'gold' });

async function cancel(stage: ServerStage, userId: string): Promise<Asking> {
  const { id: customer } = await stage.stripe.customers.create({ name: userId });
  const card = await stage.stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stage.stripe.customers.update(customer, {
    invoice_settings: { default_payment_method: card.id },
  });
  const items = [{ price: 'price_gold' }];
  await stage.stripe.subscriptions.create({ customer, items, metadata: { user_id: userId } });
  await stage.reconcile();
  return asking('/subscriptions/cancel', userId, {});
}

async function webhook(stage: ServerStage, userId: string): Promise<Asking> {
  await pay(stage, userId);
  const event = stage.sim.state.events
    .all()
    .findLast(({ type }) => type === 'payment_intent.succeeded');
  const body = JSON.stringify(event);
  const signature = stage.stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret: webhookSecret,
  });
  return { path: '/api/v1/webhooks/stripe', body, headers: { 'stripe-signature': signature } };
}

export const serverStories: Readonly<Record<string, ServerStory>> = {
  'a refund': refund,
  'a subscription by an operator': subscribe,
  'a cancellation': cancel,
  'a webhook of a payment': webhook,
};

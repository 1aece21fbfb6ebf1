import type { Invoice, Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { endSubscription } from './cancel-subscription.ts';
import { changeSubscription } from './subscription-facts.ts';

/** A subscription is what its latest invoice is: paid or owed. */
export function reactToInvoices(world: World): void {
  world.react((type, { id }) => {
    if (type !== 'invoice.paid' && type !== 'invoice.payment_failed') return;
    const invoice = world.tables.invoices.require(id);
    const owner = idOf(invoice.parent?.subscription_details?.subscription);
    const subscription = owner === null ? undefined : world.tables.subscriptions.get(owner);
    if (subscription === undefined || subscription.latest_invoice !== id) return;
    if (type === 'invoice.paid') afterPayment(world, subscription, invoice);
    else afterFailure(world, subscription, invoice);
  });
}

const owing = ['incomplete', 'past_due', 'paused', 'unpaid'];

function afterPayment(world: World, subscription: Subscription, invoice: Invoice): void {
  const card = usedCard(world, invoice);
  const { savesPaymentMethod } = world.tables.subscriptionRecords.require(subscription.id);
  const paid = changeSubscription(world, subscription, {
    ...(owing.includes(subscription.status) && { status: 'active' as const }),
    ...(savesPaymentMethod && card !== null && { default_payment_method: card }),
  });
  if (subscription.status === 'paused') world.emit('customer.subscription.resumed', paid);
}

/** When nobody tries again, the subscription ends as dunning says. */
function afterFailure(world: World, subscription: Subscription, invoice: Invoice): void {
  const isLive = subscription.status === 'active' || subscription.status === 'past_due';
  if (!isLive) return;
  const owed = changeSubscription(world, subscription, { status: 'past_due' });
  const isLast = invoice.attempt_count > world.dunning.retryDays.length;
  if (!isLast || invoice.next_payment_attempt !== null) return;
  if (world.dunning.ending === 'canceled') endSubscription(world, owed, 'payment_failed');
  if (world.dunning.ending === 'unpaid') changeSubscription(world, owed, { status: 'unpaid' });
}

function usedCard(world: World, invoice: Invoice): string | null {
  const payment = world.tables.invoicePayments
    .all()
    .find((known) => known.invoice === invoice.id && known.status === 'paid');
  const intent = idOf(payment?.payment.payment_intent);
  return intent === null ? null : idOf(world.tables.paymentIntents.get(intent)?.payment_method);
}

import { cancelIntent } from '../payment-intents/cancel-intent.ts';
import { confirmIntent } from '../payment-intents/confirm-intent.ts';
import type { Invoice, PaymentIntent } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { markFailed, paymentOf } from './settle-invoice.ts';

const daySeconds = 86_400;

/** Tries to collect an open invoice as Stripe does by itself; until the last attempt it says when the next one comes. */
export function collectInvoice(world: World, invoice: Invoice): Invoice {
  if (invoice.status !== 'open') return invoice;
  const attempt = invoice.attempt_count + 1;
  const waitDays = world.dunning.retryDays[attempt - 1];
  const isRetried = waitDays !== undefined && invoice.billing_reason !== 'subscription_create';
  const now = world.seconds(idOf(invoice.test_clock));
  const counted = world.tables.invoices.put({
    ...invoice,
    attempt_count: attempt,
    attempted: true,
    next_payment_attempt: isRetried ? now + waitDays * daySeconds : null,
  });
  attemptPayment(world, counted, methodFor(world, counted));
  return world.tables.invoices.require(invoice.id);
}

/** Tries to pay an invoice with a card. Answers the intent; null when there is no card to try. */
export function attemptPayment(
  world: World,
  invoice: Invoice,
  paymentMethod: string | null,
): PaymentIntent | null {
  const intent = intentOf(world, invoice);
  if (intent === undefined || paymentMethod === null) {
    markFailed(world, invoice);
    return null;
  }
  return confirmIntent(world, { ...intent, payment_method: paymentMethod });
}

/** The card that pays: the subscription's own, or the customer's default. */
export function methodFor(world: World, invoice: Invoice): string | null {
  const { tables } = world;
  const subscription = idOf(invoice.parent?.subscription_details?.subscription) ?? '';
  const customer = tables.customers.get(idOf(invoice.customer) ?? '');
  return (
    idOf(tables.subscriptions.get(subscription)?.default_payment_method) ??
    idOf(customer?.invoice_settings.default_payment_method)
  );
}

/** The intent behind an invoice that is open. */
export function intentOf(world: World, invoice: Invoice): PaymentIntent | undefined {
  const payment = paymentOf(world, invoice);
  return world.tables.paymentIntents.get(idOf(payment?.payment.payment_intent) ?? '');
}

/** Takes an invoice back that nobody has paid. */
export function voidInvoice(world: World, invoice: Invoice): Invoice {
  const now = world.seconds(idOf(invoice.test_clock));
  const intent = intentOf(world, invoice);
  const payment = paymentOf(world, invoice);
  if (payment !== undefined) {
    const status_transitions = { canceled_at: now, paid_at: null };
    world.tables.invoicePayments.put({ ...payment, status: 'canceled', status_transitions });
  }
  const voided = world.tables.invoices.put({
    ...invoice,
    auto_advance: false,
    next_payment_attempt: null,
    status: 'void',
    status_transitions: { ...invoice.status_transitions, voided_at: now },
  });
  if (intent !== undefined) cancelIntent(world, intent, 'void_invoice');
  world.emit('invoice.voided', voided);
  return voided;
}

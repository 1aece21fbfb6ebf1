import type { Invoice, InvoicePayment } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';

/** Notes that an invoice has been paid, or that nothing was due on it. */
export function markPaid(world: World, invoice: Invoice): Invoice {
  const now = world.seconds(idOf(invoice.test_clock));
  const paid = world.tables.invoices.put({
    ...invoice,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempt_count: invoice.amount_due > 0 ? Math.max(1, invoice.attempt_count) : 0,
    attempted: true,
    next_payment_attempt: null,
    status: 'paid',
    status_transitions: { ...invoice.status_transitions, paid_at: now },
  });
  const payment = paymentOf(world, paid);
  if (payment !== undefined) {
    const settled = world.tables.invoicePayments.put({
      ...payment,
      amount_paid: payment.amount_requested,
      status: 'paid',
      status_transitions: { canceled_at: null, paid_at: now },
    });
    world.emit('invoice_payment.paid', settled);
  }
  world.emit('invoice.paid', paid);
  world.emit('invoice.payment_succeeded', paid);
  return paid;
}

/** Notes that an attempt to pay an invoice failed. Any attempt counts as the first, later only automatic ones count. */
export function markFailed(world: World, invoice: Invoice): Invoice {
  const failed = world.tables.invoices.put({
    ...invoice,
    attempt_count: Math.max(1, invoice.attempt_count),
    attempted: true,
  });
  world.emit('invoice.payment_failed', failed);
  return failed;
}

/** What an invoice is paid with, while it is not closed. */
export function paymentOf(world: World, invoice: Invoice): InvoicePayment | undefined {
  return world.tables.invoicePayments
    .all()
    .find((payment) => payment.invoice === invoice.id && payment.status === 'open');
}

/** An intent's success or failure is its invoice's. */
export function reactToIntents(world: World): void {
  world.react((type, intent) => {
    if (type !== 'payment_intent.succeeded' && type !== 'payment_intent.payment_failed') return;
    const payment = world.tables.invoicePayments
      .all()
      .find((known) => known.payment.payment_intent === intent.id && known.status === 'open');
    const invoice = world.tables.invoices.get(idOf(payment?.invoice) ?? '');
    if (invoice?.status !== 'open') return;
    if (type === 'payment_intent.succeeded') markPaid(world, invoice);
    else markFailed(world, invoice);
  });
}

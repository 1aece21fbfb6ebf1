import { invalidRequest } from '../http/api-error.ts';
import { newIntent } from '../payment-intents/new-intent.ts';
import type { Invoice } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import { previousOf, type World } from '../world/world.ts';
import { markPaid } from './settle-invoice.ts';

/** Makes a draft final: it gets its number, uses what the customer has in credit, and, unless nothing is due, an intent. */
export function finalizeInvoice(world: World, draft: Invoice): Invoice {
  if (draft.status !== 'draft') {
    throw invalidRequest(
      `This invoice is already finalized, you can't re-finalize a non-draft invoice.`,
      { code: 'invoice_not_editable' },
    );
  }
  const now = world.seconds(idOf(draft.test_clock));
  const final = world.tables.invoices.put({
    ...draft,
    ...useBalance(world, draft),
    automatically_finalizes_at: null,
    effective_at: now,
    hosted_invoice_url: `${world.url}/invoices/${draft.id}`,
    number: nextNumber(world, draft),
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  });
  world.emit('invoice.finalized', final, previousOf(draft, final));
  if (final.amount_due === 0) return markPaid(world, final);
  requestPayment(world, final);
  return final;
}

/** A credit pays first; an invoice below zero becomes a credit. */
function useBalance(world: World, { customer, total }: Invoice) {
  const known = world.tables.customers.get(idOf(customer) ?? '');
  const starting = known?.balance ?? 0;
  const withBalance = total + starting;
  const due = Math.max(0, withBalance);
  const ending = Math.min(0, withBalance);
  if (known !== undefined && ending !== starting) {
    const changed = world.tables.customers.put({ ...known, balance: ending });
    world.emit('customer.updated', changed, { balance: starting });
  }
  return {
    amount_due: due,
    amount_remaining: due,
    starting_balance: starting,
    ending_balance: ending,
  };
}

function nextNumber(world: World, { customer }: Invoice): string {
  const known = world.tables.customers.get(idOf(customer) ?? '');
  const sequence = known?.next_invoice_sequence ?? 1;
  if (known !== undefined) {
    world.tables.customers.put({ ...known, next_invoice_sequence: sequence + 1 });
  }
  return `${known?.invoice_prefix ?? 'SIM'}-${String(sequence).padStart(4, '0')}`;
}

function requestPayment(world: World, invoice: Invoice): void {
  const intent = world.tables.paymentIntents.put(
    newIntent(world, {
      amount: invoice.amount_due,
      currency: invoice.currency,
      customer: idOf(invoice.customer),
      description: `Invoice ${invoice.number}`,
      setupFutureUsage: 'off_session',
    }),
  );
  world.emit('payment_intent.created', intent);
  world.tables.invoicePayments.put({
    id: world.ids.next('inpay_1'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: world.seconds(idOf(invoice.test_clock)),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
}

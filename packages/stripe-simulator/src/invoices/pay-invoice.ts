import { invalidRequest } from '../http/api-error.ts';
import { orCardError } from '../payment-intents/confirm-intent.ts';
import { ownPaymentMethod } from '../payment-methods/attach-payment-method.ts';
import type { Invoice } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { attemptPayment, methodFor } from './collect-invoice.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import { markPaid } from './settle-invoice.ts';

export type PaymentOrder = {
  /** The card that would be charged by itself when absent. */
  readonly card?: string | undefined;
  readonly isPaidElsewhere?: boolean;
};

/** Pays an invoice on request; a draft becomes final first. A decline is the answer. */
export function payInvoice(world: World, invoice: Invoice, order: PaymentOrder): Invoice {
  if (invoice.status === 'paid') throw invalidRequest('Invoice is already paid');
  const open = invoice.status === 'draft' ? finalizeInvoice(world, invoice) : invoice;
  if (open.status === 'paid') return open;
  if (open.status !== 'open') {
    throw invalidRequest(`Invoices with status ${open.status} cannot be paid.`);
  }
  if (order.isPaidElsewhere) return markPaid(world, open);
  const tried = attemptPayment(world, open, cardFor(world, open, order));
  if (tried !== null) orCardError(tried);
  return world.tables.invoices.require(open.id);
}

function cardFor(world: World, invoice: Invoice, { card }: PaymentOrder): string {
  if (card !== undefined) return ownPaymentMethod(world, card, idOf(invoice.customer) ?? '');
  const usual = methodFor(world, invoice);
  if (usual !== null) return usual;
  throw invalidRequest(
    'There is no default_payment_method set on this Customer or Invoice. Please set either and try again.',
    { code: 'invoice_no_payment_method_types' },
  );
}

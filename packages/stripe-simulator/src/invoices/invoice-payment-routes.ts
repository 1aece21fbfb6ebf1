import { z } from 'zod';
import type { Includables } from '../http/expand.ts';
import { text } from '../http/form.ts';
import { listOf, pageOf, paging } from '../http/list.ts';
import { get, type Route } from '../http/route.ts';
import { idOf } from '../world/wire.ts';

const filters = {
  ...paging,
  invoice: text.optional(),
  status: z.enum(['open', 'paid', 'canceled']).optional(),
  payment: z
    .strictObject({
      type: z.enum(['payment_intent', 'charge']),
      payment_intent: text.optional(),
    })
    .optional(),
};

/** Which intents pay which invoices. */
export const invoicePaymentRoutes: readonly Route[] = [
  get('/v1/invoice_payments', filters, (input, { world, path }) => {
    const intent = input.payment?.payment_intent;
    const payments = world.tables.invoicePayments
      .all()
      .filter(({ invoice }) => invoice === (input.invoice ?? invoice))
      .filter(({ status }) => status === (input.status ?? status))
      .filter(({ payment }) => intent === undefined || payment.payment_intent === intent);
    return pageOf(payments, input, path);
  }),
  get('/v1/invoice_payments/:id', {}, (_input, { world, id }) =>
    world.tables.invoicePayments.require(id),
  ),
];

/** How an invoice is paid is shown when asked. */
export const invoiceIncludables: Includables = {
  'invoice.payments': ({ tables }, { id }) =>
    listOf(
      tables.invoicePayments.all().filter(({ invoice }) => invoice === id),
      false,
      `/v1/invoice_payments?invoice=${id}`,
    ),
  'invoice.confirmation_secret': ({ tables }, { id }) => {
    const payment = tables.invoicePayments.all().find(({ invoice }) => invoice === id);
    const intent = tables.paymentIntents.get(idOf(payment?.payment.payment_intent) ?? '');
    const secret = intent?.client_secret;
    return secret ? { client_secret: secret, type: 'payment_intent' } : null;
  },
};

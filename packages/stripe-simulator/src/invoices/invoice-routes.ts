import { z } from 'zod';
import { invalidRequest } from '../http/api-error.ts';
import { flag, metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { given, mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route } from '../http/route.ts';
import type { Invoice } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import { previousOf, type World } from '../world/world.ts';
import { voidInvoice } from './collect-invoice.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import { invoicePaymentRoutes } from './invoice-payment-routes.ts';
import { payInvoice } from './pay-invoice.ts';
import { previewInvoice } from './preview-invoice.ts';
import { invoicePreview } from './preview-params.ts';

const filters = {
  ...paging,
  customer: text.optional(),
  subscription: text.optional(),
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
};

const payment = {
  payment_method: text.optional(),
  paid_out_of_band: flag.optional(),
  off_session: flag.optional(),
  forgive: flag.optional(),
};

export const invoiceRoutes: readonly Route[] = [
  get('/v1/invoices', filters, (input, { world, path }) => {
    const invoices = world.tables.invoices
      .all()
      .filter(({ customer }) => customer === (input.customer ?? customer))
      .filter(({ status }) => status === (input.status ?? status))
      .filter(({ parent }) => {
        const { subscription } = input;
        const owner = idOf(parent?.subscription_details?.subscription);
        return owner === (subscription ?? owner);
      });
    return pageOf(invoices, input, path);
  }),
  post('/v1/invoices/create_preview', invoicePreview, (input, { world }) =>
    previewInvoice(world, input),
  ),
  get('/v1/invoices/:id', {}, (_input, { world, id }) => world.tables.invoices.require(id)),
  get('/v1/invoices/:id/lines', paging, (input, { world, id, path }) => {
    const lines = world.tables.invoices.require(id).lines.data;
    return pageOf([...lines].reverse(), input, path);
  }),
  post(
    '/v1/invoices/:id',
    { metadata: metadata.optional(), auto_advance: flag.optional() },
    (input, { world, id }) => {
      const before = world.tables.invoices.require(id);
      const after = world.tables.invoices.put({
        ...before,
        ...given({ auto_advance: input.auto_advance }),
        metadata: mergeMetadata(before.metadata, input.metadata),
      });
      world.emit('invoice.updated', after, previousOf(before, after));
      return after;
    },
  ),
  post('/v1/invoices/:id/finalize', { auto_advance: flag.optional() }, (_input, { world, id }) =>
    finalizeInvoice(world, world.tables.invoices.require(id)),
  ),
  post('/v1/invoices/:id/pay', payment, (input, { world, id }) =>
    payInvoice(world, world.tables.invoices.require(id), {
      card: input.payment_method,
      isPaidElsewhere: input.paid_out_of_band ?? false,
    }),
  ),
  post('/v1/invoices/:id/void', {}, (_input, { world, id }) =>
    voidInvoice(world, openInvoice(world, id)),
  ),
  post('/v1/invoices/:id/mark_uncollectible', {}, (_input, { world, id }) => {
    const before = openInvoice(world, id);
    const after = world.tables.invoices.put({
      ...before,
      next_payment_attempt: null,
      status: 'uncollectible',
      status_transitions: {
        ...before.status_transitions,
        marked_uncollectible_at: world.seconds(idOf(before.test_clock)),
      },
    });
    world.emit('invoice.marked_uncollectible', after, previousOf(before, after));
    return after;
  }),
  ...invoicePaymentRoutes,
];

function openInvoice(world: World, id: string): Invoice {
  const invoice = world.tables.invoices.require(id);
  if (invoice.status === 'open' || invoice.status === 'uncollectible') return invoice;
  throw invalidRequest(`You can only do this to an open invoice; this one is ${invoice.status}.`, {
    code: 'status_transition_invalid',
  });
}

import type { StripeInvoiceView } from '../../contract/stripe-views.ts';
import { builder } from '../builder.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText } from '../text.ts';

const StripeInvoiceRef = builder.objectRef<StripeInvoiceView>('StripeInvoice').implement({
  description: 'An invoice of a subscription, as Stripe told it last.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'StripeInvoice', id }) }),
    invoiceId: t.exposeString('id'),
    userId: t.exposeString('userId'),
    stripeSubscriptionId: t.exposeString('stripeSubscriptionId'),
    status: t.exposeString('status', { description: 'Stripe’s word.' }),
    billingReason: t.exposeString('billingReason', { nullable: true }),
    amountDueUsd: t.expose('amountDueMicroUsd', { type: 'Usd' }),
    amountPaidUsd: t.expose('amountPaidMicroUsd', { type: 'Usd' }),
    attemptCount: t.exposeInt('attemptCount', { description: 'Attempts to collect it.' }),
    nextAttemptAt: t.expose('nextAttemptAt', { type: 'DateTime', nullable: true }),
    failedAt: t.expose('failedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When collecting it failed first; null when it never did.',
    }),
    hostedUrl: t.exposeString('hostedUrl', {
      nullable: true,
      description: 'Where the user pays it by hand.',
    }),
    periodKey: t.exposeString('periodKey', {
      nullable: true,
      description: 'The period that it paid into.',
    }),
    isBooked: t.exposeBoolean('isBooked', { description: 'Whether its money is in the period.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const StripeInvoiceConnection = connectionOf('StripeInvoice', StripeInvoiceRef);

const StripeInvoiceSort = sortInput('StripeInvoice', 'stripeInvoices');

builder.queryField('stripeInvoices', (t) =>
  t.field({
    type: StripeInvoiceConnection,
    description: 'Invoices of subscriptions at Stripe, newest first.',
    authScopes: { permission: 'event:read' },
    complexity: pageComplexity,
    args: {
      userId: t.arg.string({ validate: idText }),
      isOverdue: t.arg.boolean({
        description: 'Only those whose collection failed and that are still open.',
      }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, StripeInvoiceSort),
    },
    resolve: (_root, { userId, isOverdue, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.stripe.invoices(ctx, {
          userId: userId ?? undefined,
          isOverdue: isOverdue ?? undefined,
          ...request,
        }),
      ),
  }),
);

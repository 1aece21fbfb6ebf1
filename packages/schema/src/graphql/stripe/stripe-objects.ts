import type { ArgBuilder } from '@pothos/core';
import type {
  StripeDisputeView,
  StripePaymentView,
  StripeRefundView,
} from '../../contract/stripe-views.ts';
import { builder } from '../builder.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { idText } from '../text.ts';

const StripePaymentRef = builder.objectRef<StripePaymentView>('StripePayment').implement({
  description: 'A payment at Stripe that was booked here, and what it bought.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'StripePayment', id }) }),
    paymentId: t.exposeString('id', { description: 'The payment intent.' }),
    userId: t.exposeString('userId'),
    purpose: t.exposeString('purpose', {
      description: '`wallet_topup`, `quota_package` or `invoice`.',
    }),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd' }),
    refundedUsd: t.expose('refundedMicroUsd', {
      type: 'Usd',
      description: 'Given back by refunds that succeeded or are under way.',
    }),
    chargeId: t.exposeString('chargeId', { nullable: true }),
    lotId: t.exposeString('lotId', { nullable: true }),
    grantId: t.exposeString('grantId', { nullable: true }),
    packageId: t.exposeString('packageId', { nullable: true }),
    invoiceId: t.exposeString('invoiceId', { nullable: true }),
    paidAt: t.expose('paidAt', { type: 'DateTime' }),
  }),
});

const StripeRefundRef = builder.objectRef<StripeRefundView>('StripeRefund').implement({
  description: 'A refund at Stripe, whoever asked for it, and where its money came from.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'StripeRefund', id }) }),
    refundId: t.exposeString('id'),
    paymentId: t.exposeString('paymentId'),
    userId: t.exposeString('userId', {
      nullable: true,
      description: 'Null when the payment was never booked here.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request that asked for it; null for one made at Stripe.',
    }),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd' }),
    status: t.exposeString('status', { description: 'Stripe’s word.' }),
    failureReason: t.exposeString('failureReason', { nullable: true }),
    booked: t.exposeString('booked', { description: '`nothing`, `taken` or `given_back`.' }),
    fromLotUsd: t.expose('fromLotMicroUsd', {
      type: 'Usd',
      description: 'From the lot that the payment made.',
    }),
    fromWalletUsd: t.expose('fromWalletMicroUsd', {
      type: 'Usd',
      description: 'From the rest of the wallet.',
    }),
    absorbedUsd: t.expose('absorbedMicroUsd', {
      type: 'Usd',
      description: 'What was missing, absorbed by the operator.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const StripeDisputeRef = builder.objectRef<StripeDisputeView>('StripeDispute').implement({
  description: 'A payment that the owner of a card disputes.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'StripeDispute', id }) }),
    disputeId: t.exposeString('id'),
    paymentId: t.exposeString('paymentId'),
    userId: t.exposeString('userId'),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd' }),
    status: t.exposeString('status', { description: 'Stripe’s word.' }),
    reason: t.exposeString('reason', { nullable: true }),
    booked: t.exposeString('booked', { description: '`nothing`, `held`, `won` or `lost`.' }),
    heldUsd: t.expose('heldMicroUsd', { type: 'Usd' }),
    absorbedUsd: t.expose('absorbedMicroUsd', { type: 'Usd' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const StripePaymentConnection = connectionOf('StripePayment', StripePaymentRef);
const StripeRefundConnection = connectionOf('StripeRefund', StripeRefundRef);
const StripeDisputeConnection = connectionOf('StripeDispute', StripeDisputeRef);

const StripePaymentSort = sortInput('StripePayment', 'stripePayments');
const StripeRefundSort = sortInput('StripeRefund', 'stripeRefunds');
const StripeDisputeSort = sortInput('StripeDispute', 'stripeDisputes');

function listArgs(arg: ArgBuilder<SchemaTypes>) {
  return { userId: arg.string({ validate: idText }), ...pageArgs(arg) };
}

builder.queryFields((t) => ({
  stripePayments: t.field({
    type: StripePaymentConnection,
    description: 'Payments that were booked, newest first.',
    authScopes: { permission: 'event:read' },
    complexity: pageComplexity,
    args: { ...listArgs(t.arg), ...sortArg(t.arg, StripePaymentSort) },
    resolve: (_root, { userId, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.stripe.payments(ctx, { userId: userId ?? undefined, ...request }),
      ),
  }),
  stripeRefunds: t.field({
    type: StripeRefundConnection,
    description: 'Refunds at Stripe, newest first.',
    authScopes: { permission: 'event:read' },
    complexity: pageComplexity,
    args: { ...listArgs(t.arg), ...sortArg(t.arg, StripeRefundSort) },
    resolve: (_root, { userId, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.stripe.refunds(ctx, { userId: userId ?? undefined, ...request }),
      ),
  }),
  stripeDisputes: t.field({
    type: StripeDisputeConnection,
    description: 'Disputes, newest first.',
    authScopes: { permission: 'event:read' },
    complexity: pageComplexity,
    args: { ...listArgs(t.arg), ...sortArg(t.arg, StripeDisputeSort) },
    resolve: (_root, { userId, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.stripe.disputes(ctx, { userId: userId ?? undefined, ...request }),
      ),
  }),
}));

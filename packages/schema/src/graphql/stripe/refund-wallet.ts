import type { RefundView } from '../../contract/stripe-money.ts';
import { positiveUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { StripeRequestStatusEnum } from './request-status.ts';

const RefundRef = builder.objectRef<RefundView>('Refund').implement({
  description: 'A refund that was asked here, as it stands.',
  fields: (t) => ({
    requestId: t.exposeString('requestId', {
      description: 'The event of this id follows it; the refund at Stripe carries it too.',
    }),
    userId: t.exposeString('userId'),
    paymentIntentId: t.exposeString('paymentIntentId'),
    status: t.expose('status', { type: StripeRequestStatusEnum }),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd' }),
    tokens: t.expose('tokens', {
      type: 'BigInt',
      description: 'The amount in reference tokens.',
    }),
    stripeRefundId: t.exposeString('stripeRefundId', { nullable: true }),
    stripeStatus: t.exposeString('stripeStatus', {
      nullable: true,
      description: 'Stripe’s own word.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it failed, or why nothing is known yet.',
    }),
  }),
});

const RefundWalletInput = builder.inputType('RefundWalletInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    paymentIntentId: t.string({ required: true, validate: idText }),
    amountUsd: t.field({
      type: 'Usd',
      validate: positiveUsd,
      description: 'In whole cents; all that can be refunded unless sent.',
    }),
    ...commandFields(t),
  }),
});

const RefundWalletPayload = payloadRef<RefundView>('RefundWalletPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    refund: t.field({ type: RefundRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('refundWallet', (t) =>
  t.field({
    type: RefundWalletPayload,
    errors: {},
    authScopes: { permission: 'wallet:write' },
    description:
      'Pays bought credits back at Stripe. They are held at once; a refund that Stripe has not decided stays pending.',
    args: { input: t.arg({ type: RefundWalletInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.wallet.refund(
          ctx,
          {
            userId: input.userId,
            paymentIntentId: input.paymentIntentId,
            amountMicroUsd: input.amountUsd ?? null,
          },
          metaOf(input),
        ),
      ),
  }),
);

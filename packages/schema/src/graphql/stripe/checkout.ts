import { z } from 'zod';
import type { CheckoutView, PortalView } from '../../contract/stripe-money.ts';
import { positiveUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';

const webAddress = z.url({ protocol: /^https?$/ }).max(2_000);

const CreateCheckoutSessionInput = builder.inputType('CreateCheckoutSessionInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    amountUsd: t.field({
      type: 'Usd',
      required: true,
      validate: positiveUsd,
      description: 'The credits to buy, in whole cents.',
    }),
    successUrl: t.string({ required: true, validate: webAddress }),
    cancelUrl: t.string({ required: true, validate: webAddress }),
    ...commandFields(t),
  }),
});

const CreateCheckoutSessionPayload = payloadRef<CheckoutView>(
  'CreateCheckoutSessionPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    requestId: t.string({ resolve: ({ value }) => value.requestId }),
    sessionId: t.string({ nullable: true, resolve: ({ value }) => value.sessionId }),
    url: t.string({
      nullable: true,
      description: 'Where the user pays; null in a dry run.',
      resolve: ({ value }) => value.url,
    }),
  }),
});

builder.mutationField('createCheckoutSession', (t) =>
  t.field({
    type: CreateCheckoutSessionPayload,
    errors: {},
    authScopes: (_root, { input: { userId } }) => ({
      payingUser: { permission: 'wallet:write', userId },
    }),
    description: 'Opens a page at Stripe on which a user buys credits; they come once it is paid.',
    args: { input: t.arg({ type: CreateCheckoutSessionInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { userId, amountUsd: amountMicroUsd, successUrl, cancelUrl } = input;
      const order = { userId, amountMicroUsd, successUrl, cancelUrl };
      return settled(await useCases.payment.checkoutTopUp(ctx, order, metaOf(input)));
    },
  }),
);

const CreateSubscriptionCheckoutInput = builder.inputType('CreateSubscriptionCheckoutInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    planId: t.string({ required: true, validate: idText, description: 'A plan of Stripe’s.' }),
    successUrl: t.string({ required: true, validate: webAddress }),
    cancelUrl: t.string({ required: true, validate: webAddress }),
    ...commandFields(t),
  }),
});

builder.mutationField('createSubscriptionCheckout', (t) =>
  t.field({
    type: CreateCheckoutSessionPayload,
    errors: {},
    authScopes: (_root, { input: { userId } }) => ({
      payingUser: { permission: 'subscription:write', userId },
    }),
    description:
      'Opens a page at Stripe on which a user subscribes; the subscription begins once it is paid.',
    args: { input: t.arg({ type: CreateSubscriptionCheckoutInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { userId, planId, successUrl, cancelUrl } = input;
      const order = { userId, planId, successUrl, cancelUrl };
      return settled(await useCases.payment.checkoutSubscription(ctx, order, metaOf(input)));
    },
  }),
);

const CreatePortalLinkInput = builder.inputType('CreatePortalLinkInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    returnUrl: t.string({ required: true, validate: webAddress }),
    ...commandFields(t),
  }),
});

const CreatePortalLinkPayload = payloadRef<PortalView>('CreatePortalLinkPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    url: t.string({
      nullable: true,
      description: 'Stripe’s own page of this customer; null in a dry run.',
      resolve: ({ value }) => value.url,
    }),
  }),
});

builder.mutationField('createPortalLink', (t) =>
  t.field({
    type: CreatePortalLinkPayload,
    errors: {},
    authScopes: (_root, { input: { userId } }) => ({
      payingUser: { permission: 'wallet:write', userId },
    }),
    description: 'A link to Stripe’s page on which a user changes cards and sees invoices.',
    args: { input: t.arg({ type: CreatePortalLinkInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { userId, returnUrl } = input;
      return settled(await useCases.payment.portal(ctx, { userId, returnUrl }, metaOf(input)));
    },
  }),
);

import type { StripeSubscriptionMade, SubscriptionCreated } from '../../contract/subscription.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { PlanProvider } from '../plan/plan.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { UserSubscriptionRef } from './subscription.ts';

const CreateSubscriptionInput = builder.inputType('CreateSubscriptionInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    planId: t.string({ required: true, validate: idText }),
    provider: t.field({
      type: PlanProvider,
      description: 'The plan’s own; sent only to be sure of it.',
    }),
    stripePriceId: t.string({
      validate: idText,
      description: 'Instead of the plan’s own price id.',
    }),
    stripeCustomerId: t.string({
      validate: idText,
      description: 'A customer that exists already.',
    }),
    ...commandFields(t),
  }),
});

const SubscriptionCreatedAction = builder.enumType('SubscriptionCreatedAction', {
  description: 'DUPLICATE: the user has this subscription already; nothing was changed.',
  values: valuesOf(['created', 'duplicate']),
});

const StripeSubscriptionMadeRef = builder
  .objectRef<StripeSubscriptionMade>('StripeSubscriptionMade')
  .implement({
    description: 'With these a browser pays the first invoice.',
    fields: (t) => ({
      customerId: t.exposeString('customerId', { nullable: true }),
      subscriptionId: t.exposeString('subscriptionId', { nullable: true }),
      latestInvoiceId: t.exposeString('latestInvoiceId', { nullable: true }),
      paymentIntentId: t.exposeString('paymentIntentId', { nullable: true }),
      clientSecret: t.exposeString('clientSecret', { nullable: true }),
    }),
  });

const CreateSubscriptionPayload = payloadRef<SubscriptionCreated>(
  'CreateSubscriptionPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    action: t.field({
      type: SubscriptionCreatedAction,
      resolve: ({ value }) => value.action,
    }),
    subscription: t.field({
      type: UserSubscriptionRef,
      resolve: ({ value }) => value.subscription,
    }),
    stripe: t.field({
      type: StripeSubscriptionMadeRef,
      nullable: true,
      description:
        'What Stripe made; null for an internal subscription, and as long as Stripe has not answered.',
      resolve: ({ value }) => value.stripe,
    }),
  }),
});

builder.mutationField('createSubscription', (t) =>
  t.field({
    type: CreateSubscriptionPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description: 'Puts a user on a plan; a paid one opens its first period and tops it up.',
    args: { input: t.arg({ type: CreateSubscriptionInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.subscription.create(
          ctx,
          {
            userId: input.userId,
            planId: input.planId,
            provider: input.provider ?? undefined,
            stripePriceId: input.stripePriceId ?? undefined,
            stripeCustomerId: input.stripeCustomerId ?? undefined,
          },
          metaOf(input),
        ),
      ),
  }),
);

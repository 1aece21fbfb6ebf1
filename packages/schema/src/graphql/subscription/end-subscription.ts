import { z } from 'zod';
import type { SubscriptionCanceled, SubscriptionView } from '../../contract/subscription.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { UserSubscriptionRef } from './subscription.ts';

const namedSomehow = z
  .custom<{ userId?: string | null; stripeSubscriptionId?: string | null }>()
  .refine(({ userId, stripeSubscriptionId }) => userId != null || stripeSubscriptionId != null, {
    path: ['userId'],
    message: 'Send `userId` or `stripeSubscriptionId`.',
  });

const CancelSubscriptionInput = builder.inputType('CancelSubscriptionInput', {
  description: 'Named by its user or by Stripe’s id.',
  validate: namedSomehow,
  fields: (t) => ({
    userId: t.string({ validate: idText }),
    stripeSubscriptionId: t.string({ validate: idText }),
    atPeriodEnd: t.boolean({
      description: 'Internal: false unless sent. Stripe: always at the period’s end.',
    }),
    ...commandFields(t),
  }),
});

const SubscriptionCanceledAction = builder.enumType('SubscriptionCanceledAction', {
  description: 'PENDING: it ends with its period. APPLIED: it has ended. DUPLICATE: it was so.',
  values: valuesOf(['pending', 'applied', 'duplicate']),
});

const CancelSubscriptionPayload = payloadRef<SubscriptionCanceled>(
  'CancelSubscriptionPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    action: t.field({ type: SubscriptionCanceledAction, resolve: ({ value }) => value.action }),
    subscription: t.field({
      type: UserSubscriptionRef,
      resolve: ({ value }) => value.subscription,
    }),
  }),
});

builder.mutationField('cancelSubscription', (t) =>
  t.field({
    type: CancelSubscriptionPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description:
      'Ends a subscription now, rolling what is left to the project, or with its period.',
    args: { input: t.arg({ type: CancelSubscriptionInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.subscription.cancel(
          ctx,
          {
            userId: input.userId ?? undefined,
            stripeSubscriptionId: input.stripeSubscriptionId ?? undefined,
            atPeriodEnd: input.atPeriodEnd ?? undefined,
          },
          metaOf(input),
        ),
      ),
  }),
);

const ResumeSubscriptionInput = builder.inputType('ResumeSubscriptionInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    ...commandFields(t),
  }),
});

const ResumeSubscriptionPayload = payloadRef<SubscriptionView>(
  'ResumeSubscriptionPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    subscription: t.field({ type: UserSubscriptionRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('resumeSubscription', (t) =>
  t.field({
    type: ResumeSubscriptionPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description: 'Takes back a cancellation that waits for the period’s end.',
    args: { input: t.arg({ type: ResumeSubscriptionInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(await useCases.subscription.resume(ctx, { userId: input.userId }, metaOf(input))),
  }),
);

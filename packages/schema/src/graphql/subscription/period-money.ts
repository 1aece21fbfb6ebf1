import type { SubscriptionView } from '../../contract/subscription.ts';
import { amountOrUnlimited, nonNegativeUsd, positiveUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { UserSubscriptionRef } from './subscription.ts';

const TopUpSubscriptionInput = builder.inputType('TopUpSubscriptionInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    amountUsd: t.field({ type: 'Usd', required: true, validate: positiveUsd }),
    force: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Again, although the open period was topped up by hand before.',
    }),
    ...commandFields(t),
  }),
});

const TopUpSubscriptionPayload = payloadRef<SubscriptionView>('TopUpSubscriptionPayload').implement(
  {
    interfaces: [CommandPayload],
    fields: (t) => ({
      subscription: t.field({ type: UserSubscriptionRef, resolve: ({ value }) => value }),
    }),
  },
);

builder.mutationField('topUpSubscription', (t) =>
  t.field({
    type: TopUpSubscriptionPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description:
      'Adds US dollars to the open period, once per period unless forced; moves no date.',
    args: { input: t.arg({ type: TopUpSubscriptionInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.subscription.topUp(
          ctx,
          { userId: input.userId, amountMicroUsd: input.amountUsd, force: input.force },
          metaOf(input),
        ),
      ),
  }),
);

const SetSubscriptionOverdraftInput = builder.inputType('SetSubscriptionOverdraftInput', {
  validate: amountOrUnlimited,
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    overdraftUsd: t.field({
      type: 'Usd',
      validate: nonNegativeUsd,
      description: 'How far below zero holds may take a period, in US dollars; 0 = not at all.',
    }),
    unlimited: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Must be true, and the amount left out, for no limit at all.',
    }),
    ...commandFields(t),
  }),
});

const SetSubscriptionOverdraftPayload = payloadRef<SubscriptionView>(
  'SetSubscriptionOverdraftPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    subscription: t.field({ type: UserSubscriptionRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('setSubscriptionOverdraft', (t) =>
  t.field({
    type: SetSubscriptionOverdraftPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description:
      'Bounds what holds may take beyond the money of a period, now and in later periods.',
    args: { input: t.arg({ type: SetSubscriptionOverdraftInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.subscription.setOverdraft(
          ctx,
          { userId: input.userId, overdraftMicroUsd: input.overdraftUsd ?? null },
          metaOf(input),
        ),
      ),
  }),
);

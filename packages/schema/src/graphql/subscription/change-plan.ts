import type { PlanChanged } from '../../contract/subscription.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { UserSubscriptionRef } from './subscription.ts';

const ChangePlanInput = builder.inputType('ChangePlanInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    planId: t.string({ required: true, validate: idText }),
    ...commandFields(t),
  }),
});

const PlanChangedAction = builder.enumType('PlanChangedAction', {
  description: 'UPGRADED at once; SCHEDULED for the period’s end; UNCHANGED: already so.',
  values: valuesOf(['upgraded', 'scheduled', 'unchanged']),
});

const ChangePlanPayload = payloadRef<PlanChanged>('ChangePlanPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    action: t.field({ type: PlanChangedAction, resolve: ({ value }) => value.action }),
    effectiveAt: t.field({ type: 'DateTime', resolve: ({ value }) => value.effectiveAt }),
    differenceUsd: t.field({
      type: 'Usd',
      description:
        'What an upgrade adds to the open period: the difference of the prices for the rest of it, half-even to a micro-dollar.',
      resolve: ({ value }) => value.differenceMicroUsd,
    }),
    subscription: t.field({
      type: UserSubscriptionRef,
      resolve: ({ value }) => value.subscription,
    }),
  }),
});

builder.mutationField('changePlan', (t) =>
  t.field({
    type: ChangePlanPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description: 'Moves a subscription to another plan: up at once, down at the period’s end.',
    args: { input: t.arg({ type: ChangePlanInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.subscription.changePlan(
          ctx,
          { userId: input.userId, planId: input.planId },
          metaOf(input),
        ),
      ),
  }),
);

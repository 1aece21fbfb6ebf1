import type { Renewal } from '../../contract/subscription.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { periodKeyText } from './period.ts';

const RenewSubscriptionInput = builder.inputType('RenewSubscriptionInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    periodKey: t.string({
      validate: periodKeyText,
      description:
        'The period to end, which may still run; without it the one whose end has passed.',
    }),
    chargeAt: t.field({
      type: 'DateTime',
      description: 'When it was charged, at most now; only recorded.',
    }),
    ...commandFields(t),
  }),
});

export const PeriodAction = builder.enumType('PeriodAction', {
  description:
    'DUPLICATE: it was done before. NOT_DUE: no period has ended. Neither changes anything.',
  values: valuesOf(['applied', 'duplicate', 'not_due']),
});

const RenewSubscriptionPayload = payloadRef<Renewal>('RenewSubscriptionPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    action: t.field({ type: PeriodAction, resolve: ({ value }) => value.action }),
    externalId: t.string({
      nullable: true,
      description: 'The event’s id, `renewal:<period key>`; null when nothing is due.',
      resolve: ({ value }) => value.externalId,
    }),
    closedPeriodKey: t.string({
      nullable: true,
      resolve: ({ value }) => value.closedPeriodKey,
    }),
    openedPeriodKey: t.string({
      nullable: true,
      resolve: ({ value }) => value.openedPeriodKey,
    }),
    toppedUpUsd: t.field({
      type: 'Usd',
      description: 'Put into the opened period.',
      resolve: ({ value }) => value.toppedUpMicroUsd,
    }),
    rolledOverUsd: t.field({
      type: 'Usd',
      description: 'From the closed period to the project; negative when the project covered it.',
      resolve: ({ value }) => value.rolledOverMicroUsd,
    }),
    skippedPeriods: t.int({
      description: 'Missed periods that were noted, without money.',
      resolve: ({ value }) => value.skippedPeriods,
    }),
    chargedAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ value }) => value.chargedAt,
    }),
    nextChargeAt: t.field({
      type: 'DateTime',
      nullable: true,
      resolve: ({ value }) => value.nextChargeAt,
    }),
  }),
});

builder.mutationField('renewSubscription', (t) =>
  t.field({
    type: RenewSubscriptionPayload,
    errors: {},
    authScopes: { permission: 'subscription:write' },
    description:
      'Closes a period, rolls what is left to the project, opens the next and tops it up; internal and active subscriptions only.',
    args: { input: t.arg({ type: RenewSubscriptionInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.subscription.renew(
          ctx,
          {
            userId: input.userId,
            periodKey: input.periodKey ?? undefined,
            chargeAt: input.chargeAt ?? undefined,
          },
          metaOf(input),
        ),
      ),
  }),
);

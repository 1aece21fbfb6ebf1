import { z } from 'zod';
import {
  type DriftFixed,
  type DriftLine,
  driftDaysMax,
  type StripeDriftView,
} from '../../contract/stripe-views.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';

const ComparedObject = builder.enumType('StripeComparedObject', {
  description: 'What is compared with Stripe.',
  values: valuesOf(['subscription', 'payment_intent']),
});

const DriftLineRef = builder.objectRef<DriftLine>('StripeDriftLine').implement({
  description: 'One value in which an object here differs from the one at Stripe.',
  fields: (t) => ({
    object: t.expose('object', { type: ComparedObject }),
    objectId: t.exposeString('objectId'),
    field: t.exposeString('field'),
    here: t.exposeString('here', { nullable: true }),
    there: t.exposeString('there', { nullable: true }),
  }),
});

const StripeDriftRef = builder.objectRef<StripeDriftView>('StripeDrift').implement({
  description: 'Where what is stored here and what Stripe says differ.',
  fields: (t) => ({
    subscriptions: t.exposeInt('subscriptions', { description: 'Compared.' }),
    payments: t.exposeInt('payments', { description: 'Compared.' }),
    lines: t.field({ type: [DriftLineRef], resolve: ({ lines }) => [...lines] }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why not everything could be compared.',
    }),
  }),
});

builder.queryField('stripeDrift', (t) =>
  t.field({
    type: StripeDriftRef,
    description: 'Compares subscriptions and recent payments with Stripe, now.',
    authScopes: { permission: 'event:read' },
    args: {
      days: t.arg.int({
        required: true,
        defaultValue: 7,
        validate: z.int().min(1).max(driftDaysMax),
        description: `Payments of so many days, 1 to ${driftDaysMax}.`,
      }),
    },
    resolve: (_root, { days }, { ctx, useCases }) => useCases.stripe.drift(ctx, { days }),
  }),
);

const FixDriftInput = builder.inputType('FixDriftInput', {
  fields: (t) => ({
    object: t.field({ type: ComparedObject, required: true }),
    objectId: t.string({ required: true, validate: idText }),
    ...commandFields(t),
  }),
});

const FixDriftPayload = payloadRef<DriftFixed>('FixDriftPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    left: t.field({
      type: [DriftLineRef],
      description: 'Differences that are left; in a dry run those that would be acted on.',
      resolve: ({ value }) => [...value.left],
    }),
    error: t.string({ nullable: true, resolve: ({ value }) => value.error }),
  }),
});

builder.mutationField('fixDrift', (t) =>
  t.field({
    type: FixDriftPayload,
    errors: {},
    authScopes: { permission: 'event:write' },
    description: 'Applies one object as Stripe has it now, the way an event of it would be.',
    args: { input: t.arg({ type: FixDriftInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { object, objectId } = input;
      return settled(await useCases.stripe.fixDrift(ctx, { object, objectId }, metaOf(input)));
    },
  }),
);

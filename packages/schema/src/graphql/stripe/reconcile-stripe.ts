import { z } from 'zod';
import {
  reconcileKinds,
  reconcileMax,
  type StripeReconciled,
  type StripeStatusView,
  stripeModes,
} from '../../contract/stripe-views.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';

const ReconcileKindEnum = builder.enumType('ReconcileKind', {
  description: 'Which pending requests are asked for.',
  values: valuesOf(reconcileKinds),
});

const ReconcileStripeInput = builder.inputType('ReconcileStripeInput', {
  fields: (t) => ({
    kind: t.field({ type: ReconcileKindEnum, required: true, defaultValue: 'all' }),
    limit: t.int({
      required: true,
      defaultValue: 200,
      validate: z.int().min(1).max(reconcileMax),
      description: `Requests at most, 1 to ${reconcileMax}.`,
    }),
    requestId: t.string({
      validate: idText,
      description: 'Asks for this one alone, and looks for no events.',
    }),
    ...commandFields(t),
  }),
});

const ReconcileStripePayload = payloadRef<StripeReconciled>('ReconcileStripePayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    reconciled: t.int({
      description: 'Requests that Stripe was asked for.',
      resolve: ({ value }) => value.reconciled,
    }),
    applied: t.int({ resolve: ({ value }) => value.applied }),
    failed: t.int({
      description: 'Declined by Stripe or canceled.',
      resolve: ({ value }) => value.failed,
    }),
    pending: t.int({ resolve: ({ value }) => value.pending }),
    eventsFound: t.int({
      description: 'Events that no webhook had brought.',
      resolve: ({ value }) => value.eventsFound,
    }),
    error: t.string({
      nullable: true,
      description:
        'Why Stripe’s events could not be read to the end, or the first fault on the way.',
      resolve: ({ value }) => value.error,
    }),
    requestIds: t.stringList({ resolve: ({ value }) => [...value.requestIds] }),
  }),
});

builder.mutationField('reconcileStripe', (t) =>
  t.field({
    type: ReconcileStripePayload,
    errors: {},
    authScopes: { permission: 'event:write' },
    description: 'Asks Stripe now for what is pending, and takes in events that did not arrive.',
    args: { input: t.arg({ type: ReconcileStripeInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) => {
      const { kind, limit } = input;
      const asked = { kind, limit, requestId: input.requestId ?? undefined };
      return settled(await useCases.stripe.reconcile(ctx, asked, metaOf(input)));
    },
  }),
);

const StripeModeEnum = builder.enumType('StripeMode', {
  description: 'NONE: Stripe is not configured.',
  values: valuesOf(stripeModes),
});

const StripeStatusRef = builder.objectRef<StripeStatusView>('StripeStatus').implement({
  description: 'How this project stands with Stripe.',
  fields: (t) => ({
    mode: t.expose('mode', { type: StripeModeEnum }),
    webhookConfigured: t.exposeBoolean('webhookConfigured', {
      description: 'Whether a signing secret is set; without one every webhook is refused.',
    }),
    lastEventAt: t.expose('lastEventAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When an event last came in.',
    }),
    oldestPendingAt: t.expose('oldestPendingAt', { type: 'DateTime', nullable: true }),
    lastReconciledAt: t.expose('lastReconciledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When Stripe’s list of events was last read to its end.',
    }),
    dashboardUrl: t.exposeString('dashboardUrl', {
      nullable: true,
      description: 'Stripe’s own pages, or the simulator’s.',
    }),
  }),
});

builder.queryField('stripeStatus', (t) =>
  t.field({
    type: StripeStatusRef,
    authScopes: { permission: 'event:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.stripe.status(ctx, {}),
  }),
);

import type { PlanView } from '../../contract/views.ts';
import { nonNegativeUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { metadataObject } from '../metadata.ts';
import { idText, nameText, notesText } from '../text.ts';
import { PlanProvider, PlanRef } from './plan.ts';

const UpsertPlanInput = builder.inputType('UpsertPlanInput', {
  description: 'A field that is absent stays as it is; null clears it.',
  fields: (t) => ({
    planId: t.string({ required: true, validate: idText }),
    name: t.string({ validate: nameText }),
    provider: t.field({ type: PlanProvider }),
    stripePriceId: t.string({ validate: idText }),
    monthlyPriceUsd: t.field({ type: 'Usd', validate: nonNegativeUsd }),
    active: t.boolean(),
    projectFunded: t.boolean(),
    walletBeyondLimits: t.boolean(),
    reservationFloorUsd: t.field({ type: 'Usd', validate: nonNegativeUsd }),
    notes: t.string({ validate: notesText }),
    metadata: t.field({ type: 'JSON', validate: metadataObject }),
    onlyIfMissing: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Write only when there is no such plan yet.',
    }),
    ...commandFields(t),
  }),
});

const UpsertPlanPayload = payloadRef<PlanView>('UpsertPlanPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({ plan: t.field({ type: PlanRef, resolve: ({ value }) => value }) }),
});

builder.mutationField('upsertPlan', (t) =>
  t.field({
    type: UpsertPlanPayload,
    errors: {},
    authScopes: { permission: 'plan:write' },
    args: { input: t.arg({ type: UpsertPlanInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.plan.upsert(
          ctx,
          {
            planId: input.planId,
            name: input.name ?? undefined,
            provider: input.provider ?? undefined,
            stripePriceId: input.stripePriceId,
            monthlyPriceMicroUsd: input.monthlyPriceUsd ?? undefined,
            active: input.active ?? undefined,
            projectFunded: input.projectFunded ?? undefined,
            walletBeyondLimits: input.walletBeyondLimits ?? undefined,
            reservationFloorMicroUsd: input.reservationFloorUsd,
            notes: input.notes,
            metadata: input.metadata as Record<string, unknown> | null | undefined,
            onlyIfMissing: input.onlyIfMissing,
          },
          metaOf(input),
        ),
      ),
  }),
);

import { z } from 'zod';
import type { ReservationFloorView } from '../../contract/money-views.ts';
import { nonNegativeUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';

const ReservationFloorRef = builder.objectRef<ReservationFloorView>('ReservationFloor').implement({
  description: 'The least that turns of a plan, or in a bundle, hold.',
  fields: (t) => ({
    planId: t.string({
      nullable: true,
      resolve: ({ target, id }) => (target === 'plan' ? id : null),
    }),
    bundleId: t.string({
      nullable: true,
      resolve: ({ target, id }) => (target === 'bundle' ? id : null),
    }),
    floorUsd: t.expose('floorMicroUsd', { type: 'Usd', nullable: true }),
  }),
});

builder.queryField('bundleFloors', (t) =>
  t.field({
    type: [ReservationFloorRef],
    description: 'Bundles that have a reservation floor of their own; it replaces the plan’s.',
    authScopes: { permission: 'plan:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.plan.bundleFloors(ctx, {}),
  }),
);

type Asked = {
  planId?: string | null;
  bundleId?: string | null;
  floorUsd?: bigint | null;
  none: boolean;
};

const oneTarget = z
  .custom<Asked>()
  .refine(({ planId, bundleId }) => (planId == null) !== (bundleId == null), {
    path: ['planId'],
    message: 'Send either `planId` or `bundleId`.',
  })
  .refine(({ floorUsd, none }) => (floorUsd == null) === none, {
    path: ['floorUsd'],
    message: 'Send an amount, or `none: true` without one.',
  });

const SetReservationFloorInput = builder.inputType('SetReservationFloorInput', {
  validate: oneTarget,
  fields: (t) => ({
    planId: t.string({ validate: idText }),
    bundleId: t.string({ validate: idText }),
    floorUsd: t.field({ type: 'Usd', validate: nonNegativeUsd }),
    none: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Must be true, and the amount left out, for no floor.',
    }),
    ...commandFields(t),
  }),
});

const SetReservationFloorPayload = payloadRef<ReservationFloorView>(
  'SetReservationFloorPayload',
).implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    reservationFloor: t.field({ type: ReservationFloorRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('setReservationFloor', (t) =>
  t.field({
    type: SetReservationFloorPayload,
    errors: {},
    authScopes: { permission: 'plan:write' },
    args: { input: t.arg({ type: SetReservationFloorInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.plan.setReservationFloor(
          ctx,
          {
            target: input.planId == null ? 'bundle' : 'plan',
            id: input.planId ?? input.bundleId ?? '',
            floorMicroUsd: input.floorUsd ?? null,
          },
          metaOf(input),
        ),
      ),
  }),
);

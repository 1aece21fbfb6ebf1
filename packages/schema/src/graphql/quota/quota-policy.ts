import type { QuotaPolicyView } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { pairId, readPairId } from '../global-id.ts';
import { loadPlans } from '../plan/load-plans.ts';
import { PlanRef } from '../plan/plan.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText, notesText } from '../text.ts';
import { LimitsInput, LimitsRef, readLimits } from './limits.ts';

export const QuotaPolicyRef = builder.objectRef<QuotaPolicyView>('QuotaPolicy');

builder.node(QuotaPolicyRef, {
  description: 'Base limits of one plan in one bundle; `*` is every bundle.',
  authScopes: { permission: 'quota:read' },
  id: { resolve: ({ planId, bundleId }) => pairId(planId, bundleId) },
  loadOne: async (id, { ctx, useCases }) => {
    const pair = readPairId(id);
    if (pair === null) return null;
    const [planId, bundleId] = pair;
    const page = await useCases.quota.policies(ctx, { planId, bundleId, limit: 1 });
    return page.items[0] ?? null;
  },
  fields: (t) => ({
    planId: t.exposeString('planId'),
    plan: t.loadable({
      type: PlanRef,
      nullable: true,
      load: loadPlans,
      resolve: ({ planId }) => planId,
    }),
    bundleId: t.exposeString('bundleId'),
    limits: t.expose('limits', { type: LimitsRef }),
    active: t.exposeBoolean('active'),
    notes: t.exposeString('notes', { nullable: true }),
    version: t.exposeInt('version'),
    createdBy: t.exposeString('createdBy'),
    updatedBy: t.exposeString('updatedBy'),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const QuotaPolicyConnection = connectionOf('QuotaPolicy', QuotaPolicyRef);

const QuotaPolicySort = sortInput('QuotaPolicy', 'quotaPolicies');

builder.queryField('quotaPolicies', (t) =>
  t.field({
    type: QuotaPolicyConnection,
    authScopes: { permission: 'quota:read' },
    complexity: pageComplexity,
    args: {
      planId: t.arg.string({ validate: idText }),
      bundleId: t.arg.string({ validate: idText }),
      active: t.arg.boolean(),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, QuotaPolicySort),
    },
    resolve: (_root, { planId, bundleId, active, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.quota.policies(ctx, {
          planId: planId ?? undefined,
          bundleId: bundleId ?? undefined,
          active: active ?? undefined,
          ...request,
        }),
      ),
  }),
);

const SetQuotaPolicyInput = builder.inputType('SetQuotaPolicyInput', {
  description: 'A field that is absent stays as it is. An unknown plan is created, at price 0.',
  fields: (t) => ({
    planId: t.string({ required: true, validate: idText }),
    bundleId: t.string({ required: true, defaultValue: '*', validate: idText }),
    limits: t.field({ type: LimitsInput, required: true }),
    active: t.boolean(),
    notes: t.string({ validate: notesText }),
    onlyIfMissing: t.boolean({ required: true, defaultValue: false }),
    ...commandFields(t),
  }),
});

const SetQuotaPolicyPayload = payloadRef<QuotaPolicyView>('SetQuotaPolicyPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    quotaPolicy: t.field({ type: QuotaPolicyRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('setQuotaPolicy', (t) =>
  t.field({
    type: SetQuotaPolicyPayload,
    errors: {},
    authScopes: { permission: 'quota:write' },
    args: { input: t.arg({ type: SetQuotaPolicyInput, required: true }) },
    resolve: async (_root, { input }, context) =>
      settled(
        await context.useCases.quota.setPolicy(
          context.ctx,
          {
            planId: input.planId,
            bundleId: input.bundleId,
            ...readLimits(input.limits),
            active: input.active ?? undefined,
            notes: input.notes,
            onlyIfMissing: input.onlyIfMissing,
          },
          metaOf(input),
        ),
      ),
  }),
);

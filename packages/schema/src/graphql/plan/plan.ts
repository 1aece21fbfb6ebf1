import type { PlanView } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import { keyOf } from '../global-id.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { globalIdText, idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { loadPlans } from './load-plans.ts';

export const PlanProvider = builder.enumType('PlanProvider', {
  values: valuesOf(['internal', 'stripe']),
});

const PlanAudience = builder.enumType('PlanAudience', { values: valuesOf(['user', 'tenant']) });

export const PlanRef = builder.objectRef<PlanView>('Plan');

builder.node(PlanRef, {
  description: 'What a user is on: a price, a provider, flags, and quota policies per bundle.',
  authScopes: { permission: 'plan:read' },
  id: { resolve: ({ planId }) => planId },
  loadMany: (planIds, context) => loadPlans(planIds, context),
  fields: (t) => ({
    planId: t.exposeString('planId'),
    name: t.exposeString('name'),
    audience: t.expose('audience', { type: PlanAudience }),
    provider: t.expose('provider', { type: PlanProvider }),
    monthlyPriceUsd: t.expose('monthlyPriceMicroUsd', { type: 'Usd' }),
    stripePriceId: t.exposeString('stripePriceId', { nullable: true }),
    active: t.exposeBoolean('active'),
    projectFunded: t.exposeBoolean('projectFunded', {
      description: "Whether the project's own money pays for turns of this plan.",
    }),
    walletBeyondLimits: t.exposeBoolean('walletBeyondLimits', {
      description: 'Whether the wallet may pay for tokens beyond the token limits.',
    }),
    reservationFloorUsd: t.expose('reservationFloorMicroUsd', { type: 'Usd', nullable: true }),
    notes: t.exposeString('notes', { nullable: true }),
    metadata: t.expose('metadata', { type: 'JSON', nullable: true }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
  }),
});

const PlanConnection = connectionOf('Plan', PlanRef);

const PlanSort = sortInput('Plan', 'plans');

builder.queryField('plans', (t) =>
  t.field({
    type: PlanConnection,
    authScopes: { permission: 'plan:read' },
    complexity: pageComplexity,
    args: {
      provider: t.arg({ type: PlanProvider }),
      activeOnly: t.arg.boolean({ required: true, defaultValue: true }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, PlanSort),
    },
    resolve: (_root, { provider, activeOnly, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.plan.list(ctx, { provider: provider ?? undefined, activeOnly, ...request }),
      ),
  }),
);

builder.queryField('plan', (t) =>
  t.field({
    type: PlanRef,
    nullable: true,
    authScopes: { permission: 'plan:read' },
    args: {
      id: t.arg.id({ validate: globalIdText }),
      planId: t.arg.string({ validate: idText }),
    },
    resolve: (_root, { id, planId }, { ctx, useCases }) =>
      useCases.plan.get(ctx, { planId: keyOf('Plan', { id, key: planId, keyName: 'planId' }) }),
  }),
);

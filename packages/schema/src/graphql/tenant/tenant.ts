import { tenantStatuses } from '@purser/domain/tenant/tenant-status';
import type { TenantPlanView, TenantView } from '../../contract/tenant.ts';
import { builder } from '../builder.ts';
import { uuidOf } from '../global-id.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { globalIdText, searchText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { QuotaDimension, QuotaOverrideRef, TenantQuotaRef } from './quota.ts';

export const TenantStatusEnum = builder.enumType('TenantStatus', {
  values: valuesOf(tenantStatuses),
});

const BillingPeriodRef = builder
  .objectRef<NonNullable<TenantView['currentPeriod']>>('BillingPeriod')
  .implement({
    description: 'A stretch of time [startsAt, endsAt) with quotas of its own.',
    fields: (t) => ({
      id: t.globalID({ resolve: ({ id }) => ({ type: 'BillingPeriod', id }) }),
      periodId: t.exposeString('id'),
      startsAt: t.field({ type: 'DateTime', resolve: ({ startsAtMs }) => new Date(startsAtMs) }),
      endsAt: t.field({ type: 'DateTime', resolve: ({ endsAtMs }) => new Date(endsAtMs) }),
    }),
  });

const TenantRef = builder.objectRef<TenantView>('Tenant').implement({
  description: 'A customer organisation, whose quotas data planes spend.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ tenantId }) => ({ type: 'Tenant', id: tenantId }) }),
    tenantId: t.exposeString('tenantId'),
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    status: t.expose('status', { type: TenantStatusEnum }),
    statusReason: t.exposeString('statusReason', { nullable: true }),
    planId: t.exposeString('planId', { nullable: true }),
    currentPeriod: t.field({
      type: BillingPeriodRef,
      nullable: true,
      resolve: ({ currentPeriod }) => currentPeriod,
    }),
    quotas: t.field({
      type: [TenantQuotaRef],
      complexity: { field: 1, multiplier: 3 },
      resolve: ({ quotas }) => [...quotas],
    }),
    domainsCount: t.exposeInt('domainsCount'),
    keysCount: t.exposeInt('keysCount'),
    usedPercent: t.exposeFloat('usedPercent', {
      description: 'The fullest of its quotas, in percent.',
    }),
    asOf: t.expose('asOf', { type: 'DateTime' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const TenantConnection = connectionOf('Tenant', TenantRef);

const TenantSort = sortInput('Tenant', 'tenants');

builder.queryField('tenants', (t) =>
  t.field({
    type: TenantConnection,
    description:
      'Tenants, newest first, deleted ones only when asked for. People of another tenant than the operator’s see their own.',
    authScopes: { permission: 'tenant:read' },
    complexity: pageComplexity,
    args: {
      status: t.arg({ type: TenantStatusEnum }),
      search: t.arg.string({ validate: searchText, description: 'A part of name or slug.' }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, TenantSort),
    },
    resolve: (_root, { status, search, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.tenant.list(ctx, {
          status: status ?? undefined,
          search: search || undefined,
          ...request,
        }),
      ),
  }),
);

builder.queryField('tenant', (t) =>
  t.field({
    type: TenantRef,
    nullable: true,
    description: 'One tenant; without an id the tenant of the request.',
    authScopes: { permission: 'portal:read' },
    args: { tenantId: t.arg.id({ validate: globalIdText }) },
    resolve: (_root, { tenantId }, { ctx, useCases }) =>
      useCases.tenant.get(ctx, { tenantId: tenantOf(tenantId, ctx.scope.tenantUuid) }),
  }),
);

builder.queryField('quotaOverrides', (t) =>
  t.field({
    type: [QuotaOverrideRef],
    description: 'Overrides of a tenant’s quotas, newest first, also those that have ended.',
    authScopes: { permission: 'portal:read' },
    args: { tenantId: t.arg.id({ validate: globalIdText }) },
    resolve: async (_root, { tenantId }, { ctx, useCases }) => [
      ...(await useCases.tenant.overrides(ctx, {
        tenantId: tenantOf(tenantId, ctx.scope.tenantUuid),
      })),
    ],
  }),
);

type PlanLimit = {
  readonly dimension: keyof TenantPlanView['limits'];
  readonly limit: bigint | null;
};

const TenantPlanLimitRef = builder.objectRef<PlanLimit>('TenantPlanLimit').implement({
  fields: (t) => ({
    dimension: t.expose('dimension', { type: QuotaDimension }),
    limit: t.expose('limit', { type: 'BigInt', nullable: true }),
  }),
});

const TenantPlanRef = builder.objectRef<TenantPlanView>('TenantPlan').implement({
  description: 'A plan for tenants.',
  fields: (t) => ({
    planId: t.exposeString('planId'),
    name: t.exposeString('name'),
    monthlyPriceUsd: t.expose('monthlyPriceMicroUsd', { type: 'Usd' }),
    limits: t.field({
      type: [TenantPlanLimitRef],
      resolve: ({ limits: { bandwidth, transforms, storage } }): PlanLimit[] => [
        { dimension: 'bandwidth', limit: bandwidth },
        { dimension: 'transforms', limit: transforms },
        { dimension: 'storage', limit: storage },
      ],
    }),
    domainsLimit: t.int({ nullable: true, resolve: ({ counted }) => counted.domains }),
    apiKeysLimit: t.int({ nullable: true, resolve: ({ counted }) => counted.api_keys }),
  }),
});

builder.queryField('tenantPlans', (t) =>
  t.field({
    type: [TenantPlanRef],
    description: 'Plans a tenant may have, cheapest first.',
    authScopes: { permission: 'portal:read' },
    resolve: async (_root, _args, { ctx, useCases }) => [...(await useCases.tenant.plans(ctx, {}))],
  }),
);

/** The tenant that an argument names, else the request's own. */
export function tenantOf(given: string | number | null | undefined, own: string): string {
  return given == null ? own : uuidOf('Tenant', String(given), 'tenantId');
}

import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import { missingPeriods } from '@purser/domain/tenant/billing-period';
import { defaultTenantPlanId } from '@purser/domain/tenant/seed-plans';
import { slugOf, slugPattern } from '@purser/domain/tenant/slug';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { CreateTenant, TenantChanged } from '@purser/schema/contract/tenant';
import type { NewTenant, TenantPlan } from '../../ports/tenant-store.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';

type State = {
  readonly plan: TenantPlan | null;
  readonly isTaken: boolean;
  readonly revision: bigint;
};

/**
 * Makes a tenant with the project of its quotas and its first periods (rules D3, C1). Runs in the
 * project of the request: the tenant has none yet.
 */
export const createTenant: CommandDefinition<CreateTenant, State, NewTenant, TenantChanged> = {
  operation: 'create-tenant',
  load: async (stores, { planId = defaultTenantPlanId, slug, name }) => ({
    plan: await stores.tenants.plan(planId),
    isTaken: await stores.tenants.isTaken(slug ?? slugOf(name)),
    revision: await stores.policyRevision.current(),
  }),
  decide: (state, input, moment) => {
    const refusal = refuse(state, input);
    if (refusal !== null) return refusal;
    const tenant = newTenant(input, moment);
    const { anchorDay: _, periods: __, ...record } = tenant;
    return accepted({
      change: tenant,
      preview: { tenant: record, effectiveBy: moment.now, policyRevision: state.revision + 1n },
      changes: [{ label: 'tenant', before: null, after: `${tenant.name} (${tenant.planId})` }],
      audit: { targetType: 'tenant', targetId: tenant.tenantId, before: null, after: tenant },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, tenant, moment) => {
    await stores.tenants.insert(tenant);
    const { anchorDay: _, periods: __, ...record } = tenant;
    const policyRevision = await stores.policyRevision.bump();
    return { tenant: record, effectiveBy: moment.now, policyRevision };
  },
};

function newTenant(input: CreateTenant, { newId, now, nowMs }: Moment): NewTenant {
  const { planId = defaultTenantPlanId, anchorDay = now.getUTCDate() } = input;
  const periods = missingPeriods(null, { nowMs, anchorDay });
  return {
    tenantId: newId(),
    slug: input.slug ?? slugOf(input.name),
    name: input.name,
    status: 'active',
    statusReason: null,
    planId,
    anchorDay,
    periods: periods.map((period) => ({ ...period, id: newId() })),
    createdAt: now,
  };
}

function refuse({ plan, isTaken }: State, input: CreateTenant): Outcome<never, Rejection> | null {
  const slug = input.slug ?? slugOf(input.name);
  if (!slugPattern.test(slug)) {
    const message = 'A slug has 1 to 63 of a-z, 0-9 and dash, no dash at its ends.';
    return rejected({ code: 'invalid_value', field: 'slug', message });
  }
  if (plan === null) {
    const message = `There is no plan "${input.planId}" for tenants.`;
    return rejected({ code: 'not_found', field: 'planCode', message });
  }
  if (!plan.active) {
    const message = `The plan "${plan.planId}" takes no new tenants.`;
    return rejected({ code: 'plan_inactive', field: 'planCode', message });
  }
  if (!isTaken) return null;
  const message = `There is a tenant "${slug}" already.`;
  return rejected({ code: 'already_exists', field: 'slug', message });
}

import { accepted, rejected } from '@purser/domain/outcome';
import type { TenantChanged, TenantRecord, UpdateTenant } from '@purser/schema/contract/tenant';
import type { TenantPlan } from '../../ports/tenant-store.ts';
import { changeLines } from '../command/change-lines.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { decideTenant, type LockedTenant, lockTenant, saveTenant } from './tenant-changed.ts';

type State = LockedTenant & { readonly plan: TenantPlan | null };

/** Renames a tenant, or moves it to another plan, also a smaller one, at once (rule C2). */
export const updateTenant: CommandDefinition<UpdateTenant, State, TenantRecord, TenantChanged> = {
  operation: 'update-tenant',
  load: async (stores, { planId }) => ({
    ...(await lockTenant(stores)),
    plan: planId === undefined ? null : await stores.tenants.plan(planId),
  }),
  decide: (state, { name, planId }, moment) => {
    const { before, plan } = state;
    if (before.status === 'deleted') return rejected(tenantIsDeleted);
    if (planId !== undefined && plan === null) {
      const message = `There is no plan "${planId}" for tenants.`;
      return rejected({ code: 'not_found' as const, field: 'planCode', message });
    }
    if (plan?.active === false && planId !== before.planId) {
      const message = `The plan "${planId}" takes no new tenants.`;
      return rejected({ code: 'plan_inactive' as const, field: 'planCode', message });
    }
    const after = { ...before, name: name ?? before.name, planId: planId ?? before.planId };
    const changes = changeLines([
      { label: 'name', before: before.name, after: after.name },
      { label: 'plan', before: before.planId, after: after.planId },
    ]);
    return accepted(decideTenant(state, after, { changes, effectiveBy: moment.now }));
  },
  apply: async (stores, tenant, moment) => ({
    tenant,
    effectiveBy: moment.now,
    policyRevision: await saveTenant(stores, tenant),
  }),
};

export const tenantIsDeleted = {
  code: 'nothing_to_do' as const,
  message: 'This tenant was deleted; nothing can be done with it any more.',
};

import { formatUsdExact } from '@purser/domain/money/format-usd';
import { accepted, rejected } from '@purser/domain/outcome';
import { upgradeDifference } from '@purser/domain/subscription/proration';
import { type BillingPeriod, periodState } from '@purser/domain/tenant/billing-period';
import { loweredBy } from '@purser/domain/tenant/change-plan';
import type { PlanUpgraded, TenantRecord } from '@purser/schema/contract/tenant';
import type { TenantPlan } from '../../ports/tenant-store.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { type LockedTenant, lockTenant, saveTenant } from './tenant-changed.ts';

type State = LockedTenant & {
  readonly current: TenantPlan | null;
  readonly next: TenantPlan | null;
  readonly period: BillingPeriod | null;
};

type Change = {
  readonly after: TenantRecord;
  readonly answer: Omit<PlanUpgraded, 'policyRevision'>;
};

/**
 * A tenant moves itself to a larger plan, at once (rule C3): the limits of the open period rise, and the
 * answer says what the plan costs more for the rest of it. A smaller plan is the operator's to give.
 */
export const upgradePlan: CommandDefinition<
  { readonly planId: string },
  State,
  Change,
  PlanUpgraded
> = {
  operation: 'upgrade-plan',
  load: async (stores, { planId }, moment) => {
    const locked = await lockTenant(stores);
    const { before } = locked;
    const periods = await stores.quotas.periods();
    return {
      ...locked,
      current: before.planId === null ? null : await stores.tenants.plan(before.planId),
      next: await stores.tenants.plan(planId),
      period: periods.find((one) => periodState(one, moment.nowMs) === 'open') ?? null,
    };
  },
  decide: (state, { planId }, moment) => {
    const { before, current, next } = state;
    if (next === null) {
      const message = `There is no plan "${planId}".`;
      return rejected({ code: 'not_found' as const, field: 'planCode', message });
    }
    const isSame = planId === before.planId;
    if (!next.active && !isSame) {
      const message = `The plan "${planId}" takes no new tenants.`;
      return rejected({ code: 'plan_inactive' as const, field: 'planCode', message });
    }
    const lowered = current === null ? [] : loweredBy(current.limits, next.limits);
    if (lowered.length > 0) {
      const message = `The plan "${planId}" allows less ${lowered.join(' and ')} than yours. Ask your operator for a smaller plan.`;
      return rejected({ code: 'not_allowed' as const, field: 'planCode', message });
    }
    const prorationMicroUsd = isSame ? 0n : prorationOf(state, next, moment);
    const after = { ...before, planId };
    const answer = { planId, effectiveAt: moment.now, prorationMicroUsd };
    return accepted({
      change: { after, answer },
      preview: { ...answer, policyRevision: isSame ? state.revision : state.revision + 1n },
      changes: isSame
        ? []
        : [
            { label: 'plan', before: before.planId, after: planId },
            {
              label: 'for the rest of the period',
              before: null,
              after: formatUsdExact(prorationMicroUsd),
            },
          ],
      audit: { targetType: 'tenant', targetId: before.tenantId, before, after },
      affects: 'nobody' as const,
      unchanged: isSame,
    });
  },
  apply: async (stores, { after, answer }) => ({
    ...answer,
    policyRevision: await saveTenant(stores, after),
  }),
};

function prorationOf({ current, period }: State, next: TenantPlan, { nowMs }: Moment): bigint {
  if (period === null) return 0n;
  return upgradeDifference({
    oldPriceMicroUsd: current?.monthlyPriceMicroUsd ?? 0n,
    newPriceMicroUsd: next.monthlyPriceMicroUsd,
    startsAtMs: period.startsAtMs,
    endsAtMs: period.endsAtMs,
    nowMs,
  });
}

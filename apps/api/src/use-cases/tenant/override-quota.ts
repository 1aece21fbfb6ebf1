import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import { nextBoundary, periodState } from '@purser/domain/tenant/billing-period';
import { dimensions } from '@purser/domain/tenant/dimension';
import { effectiveLimit, type QuotaOverride } from '@purser/domain/tenant/effective-limit';
import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  OverrideQuota,
  OverrideView,
  QuotaOverridden,
  TenantLimits,
} from '@purser/schema/contract/tenant';
import type { Stores } from '../../ports/unit-of-work.ts';
import { changeLines, limitText } from '../command/change-lines.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { type LockedTenant, lockTenant } from './tenant-changed.ts';
import { tenantIsDeleted } from './update-tenant.ts';

/** More than this is a mistake: an exbibyte. */
const valueMax = 1n << 60n;

type State = LockedTenant & {
  readonly planLimits: TenantLimits;
  readonly overrides: readonly QuotaOverride[];
  readonly anchorDay: number;
  readonly used: TenantLimits;
};

type Change = Omit<QuotaOverridden, 'policyRevision'>;

type Definition = CommandDefinition<OverrideQuota, State, Change, QuotaOverridden>;

/**
 * Changes a tenant's quota for a time, as a row of its own (rule D4): `set` instead of the plan's, `add`
 * on top. Without an end it lasts to the end of the period it begins in. What is below the usage already
 * reported needs `force`: nothing is leased until the override ends.
 */
export const overrideQuota: Definition = {
  operation: 'override-quota',
  load: async (stores, _input, moment) => {
    const locked = await lockTenant(stores);
    return { ...locked, ...(await loadLimits(stores, locked, moment)) };
  },
  decide: (state, input, moment) => {
    const override = newOverride(state, input, moment);
    const refusal = refuse(state, { input, override, moment });
    if (refusal !== null) return refusal;
    const at = { nowMs: Math.max(moment.nowMs, override.startsAt.getTime()) };
    const before = limitsOf(state.planLimits, state.overrides, at);
    const after = limitsOf(state.planLimits, [...state.overrides, toOverride(override)], at);
    return accepted({
      change: { override, before, after },
      preview: { override, before, after, policyRevision: state.revision + 1n },
      changes: changeLines(
        dimensions.map((dimension) => ({
          label: dimension,
          before: limitText(before[dimension]),
          after: limitText(after[dimension]),
        })),
      ),
      audit: {
        targetType: 'tenant',
        targetId: state.before.tenantId,
        before,
        after: { ...after, override },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, change) => {
    await stores.tenants.insertOverride(change.override);
    return { ...change, policyRevision: await stores.policyRevision.bump() };
  },
};

async function loadLimits(stores: Stores, { before }: LockedTenant, moment: Moment) {
  const { anchorDay } = await stores.quotas.lock();
  const periods = await stores.quotas.periods();
  const period = periods.find((one) => periodState(one, moment.nowMs) === 'open') ?? null;
  const accounts = period === null ? null : await stores.quotas.accounts(period.id);
  return {
    planLimits: await stores.quotas.planLimits(before.planId),
    overrides: await stores.quotas.overrides(),
    anchorDay,
    used: {
      bandwidth: accounts?.bandwidth.used ?? 0n,
      transforms: accounts?.transforms.used ?? 0n,
      storage: await stores.quotas.totalStorage(),
    },
  };
}

function newOverride(
  { anchorDay }: State,
  { dimension, mode, value, reference, ...input }: OverrideQuota,
  { newId, now, reason, actor }: Moment,
): OverrideView {
  const startsAt = input.startsAt ?? now;
  return {
    id: newId(),
    dimension,
    mode,
    value,
    startsAt,
    expiresAt: input.expiresAt ?? new Date(nextBoundary(startsAt.getTime(), anchorDay)),
    reason,
    reference: reference ?? null,
    createdBy: actor,
    createdAt: now,
    revokedAt: null,
  };
}

function refuse(
  { before, used }: State,
  {
    input,
    override,
    moment,
  }: { readonly input: OverrideQuota; readonly override: OverrideView; readonly moment: Moment },
): Outcome<never, Rejection> | null {
  const { dimension, mode, value, startsAt, expiresAt } = override;
  if (before.status === 'deleted') return rejected(tenantIsDeleted);
  if (value <= 0n || value > valueMax) {
    const message = `The value of an override is from 1 to ${valueMax}.`;
    return rejected({ code: 'invalid_value', field: 'value', message });
  }
  if (expiresAt <= startsAt || expiresAt <= moment.now) {
    const message = 'An override ends after it begins, and after now.';
    return rejected({ code: 'invalid_value', field: 'expiresAt', message });
  }
  const isBelow = mode === 'set' && value < (used[dimension] ?? 0n);
  if (isBelow && input.force !== true) {
    const message = `${used[dimension]} of ${dimension} have been used already. Send force to set the limit below that.`;
    return rejected({ code: 'invalid_value', field: 'value', message });
  }
  return null;
}

/** What a tenant may use of each dimension at an instant (rule D4). */
function limitsOf(
  planLimits: TenantLimits,
  overrides: readonly QuotaOverride[],
  { nowMs }: { readonly nowMs: number },
): TenantLimits {
  const entries = dimensions.map((dimension) => [
    dimension,
    effectiveLimit(planLimits[dimension], overrides, { dimension, nowMs }),
  ]);
  return Object.fromEntries(entries) as TenantLimits;
}

function toOverride(view: OverrideView): QuotaOverride {
  return {
    id: view.id,
    dimension: view.dimension,
    mode: view.mode,
    value: view.value,
    startsAtMs: view.startsAt.getTime(),
    expiresAtMs: view.expiresAt.getTime(),
    revokedAtMs: view.revokedAt?.getTime() ?? null,
  };
}

import { accepted, rejected } from '@purser/domain/outcome';
import type { OverrideView, WithRevision } from '@purser/schema/contract/tenant';
import type { CommandDefinition } from '../command/run-command.ts';
import { type LockedTenant, lockTenant } from './tenant-changed.ts';

type EndOverride = { readonly tenantId: string; readonly overrideId: string };
type State = LockedTenant & { readonly override: OverrideView | null };

/** Ends an override before its time; the row stays. What was leased under it runs out (rule D4). */
export const endOverride: CommandDefinition<
  EndOverride,
  State,
  OverrideView,
  WithRevision<OverrideView>
> = {
  operation: 'end-override',
  load: async (stores, { overrideId }) => ({
    ...(await lockTenant(stores)),
    override: await stores.tenants.override(overrideId),
  }),
  decide: ({ before, override, revision }, _input, moment) => {
    if (override === null) {
      const message = 'This tenant has no such override.';
      return rejected({ code: 'not_found' as const, field: 'overrideId', message });
    }
    const isOver = override.revokedAt !== null || override.expiresAt <= moment.now;
    const after = isOver ? override : { ...override, revokedAt: moment.now };
    const what = `${override.mode} ${override.value} of ${override.dimension}`;
    return accepted({
      change: after,
      preview: { value: after, policyRevision: isOver ? revision : revision + 1n },
      changes: isOver ? [] : [{ label: 'override', before: what, after: null }],
      audit: { targetType: 'tenant', targetId: before.tenantId, before: override, after },
      affects: 'nobody' as const,
      unchanged: isOver,
    });
  },
  apply: async (stores, override, moment) => {
    await stores.tenants.revokeOverride(override.id, moment.now);
    return { value: override, policyRevision: await stores.policyRevision.bump() };
  },
};

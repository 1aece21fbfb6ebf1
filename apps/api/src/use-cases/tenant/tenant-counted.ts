import type { CountedLimits } from '@purser/domain/tenant/counted-limits';
import type { Stores } from '../../ports/unit-of-work.ts';

export type TenantCounted = { readonly counted: CountedLimits; readonly revision: bigint };

/** How many domains and keys a tenant may have, under its lock: two claims at once are counted one after another. */
export async function loadCounted(stores: Stores): Promise<TenantCounted> {
  const { planId } = await stores.tenants.lock();
  const plan = planId === null ? null : await stores.tenants.plan(planId);
  return {
    counted: plan?.counted ?? { domains: 0, api_keys: 0 },
    revision: await stores.policyRevision.current(),
  };
}

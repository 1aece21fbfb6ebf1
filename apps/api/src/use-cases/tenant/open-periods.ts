import { missingPeriods } from '@purser/domain/tenant/billing-period';
import type { Ids } from '../../ports/ids.ts';
import type { TenantState } from '../../ports/quota-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';

/**
 * Makes the billing periods that are missing until a week ahead (rule D3). Which they are follows from the
 * tenant's time and anchor day alone, never from what a call names. Call it under the tenant's lock.
 */
export async function openPeriods(
  { quotas, policyRevision }: Pick<Stores, 'quotas' | 'policyRevision'>,
  { nowMs, anchorDay }: TenantState,
  ids: Ids,
): Promise<number> {
  const newest = (await quotas.periods()).at(-1) ?? null;
  const missing = missingPeriods(newest, { nowMs, anchorDay });
  for (const period of missing) {
    await quotas.addPeriod({ ...period, id: ids.uuid7(nowMs) });
  }
  if (missing.length > 0) await policyRevision.bump();
  return missing.length;
}

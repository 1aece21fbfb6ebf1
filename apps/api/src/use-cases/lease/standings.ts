import type { QuotaBook } from '@purser/domain/lease/quota-book';
import { availableOf } from '@purser/domain/lease/size-grant';
import { eachLeased } from '@purser/domain/tenant/dimension';
import type { QuotaStandings } from '@purser/schema/contract/data-plane';

/** How the quotas stand for those who read: never below zero. */
export function standingsOf({ accounts }: QuotaBook): QuotaStandings {
  return eachLeased((dimension) => {
    const account = accounts[dimension];
    const available = availableOf(account);
    return { ...account, available: available !== null && available < 0n ? 0n : available };
  });
}

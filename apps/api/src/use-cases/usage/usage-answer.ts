import { isSpendable } from '@purser/domain/lease/lease';
import type { QuotaBook } from '@purser/domain/lease/quota-book';
import { availableOf } from '@purser/domain/lease/size-grant';
import { periodState } from '@purser/domain/tenant/billing-period';
import { eachLeased, leasedDimensions } from '@purser/domain/tenant/dimension';
import type {
  DataPlaneOutcome,
  ReportUsage,
  UsageAnswer,
} from '@purser/schema/contract/data-plane';
import type { QuotaBatch } from '../lease/quota-batch.ts';
import { standingsOf } from '../lease/standings.ts';

/** What a data plane is told of its report: the totals over all planes, and what it does best now. */
export function usageAnswer(
  batch: QuotaBatch,
  { tenantId }: Pick<ReportUsage, 'tenantId'>,
  {
    book,
    duplicate,
    bookedAs,
  }: { readonly book: QuotaBook } & Pick<UsageAnswer, 'duplicate' | 'bookedAs'>,
): DataPlaneOutcome<UsageAnswer> {
  const value: UsageAnswer = {
    duplicate,
    totals: eachLeased((dimension) => book.accounts[dimension].used),
    totalStorageBytes: batch.totalStorage(tenantId),
    bookedAs,
    reason: bookedAs === 'quarantine' ? 'implausible' : null,
    account: standingsOf(book),
    hint: hintOf(book, batch.call.dataplaneId),
  };
  return { ok: true, value, replayed: duplicate };
}

/** What the plane does best now: renew its lease, or stop because there is nothing left to lease. */
function hintOf(book: QuotaBook, dataplaneId: string): UsageAnswer['hint'] {
  const { accounts, leases, nowMs, period, status } = book;
  if (status !== 'active' || periodState(period, nowMs) !== 'open') return 'stop';
  const isActive = leases.some(
    (lease) => lease.dataplaneId === dataplaneId && isSpendable(lease, nowMs),
  );
  if (isActive) return 'none';
  const isLeft = leasedDimensions.some((dimension) => {
    const available = availableOf(accounts[dimension]);
    return available === null || available > 0n;
  });
  return isLeft ? 'renew' : 'stop';
}

import {
  eachLeased,
  type LeasedDimension,
  leasedDimensions,
  unitOfDimension,
} from '@purser/domain/tenant/dimension';
import type { AccountRef } from '../../ports/ledger.ts';
import type { LedgerQuota } from '../../ports/quota-store.ts';
import { accountId } from './account-id.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

/** Of each dimension of a period: where its limit comes from, what is left of it, and where usage ends. */
export const quotaKinds = ['allowance', 'quota', 'usage', 'adjustment'] as const;

export type QuotaKind = (typeof quotaKinds)[number];

/** The account of one kind; only a quota itself has a floor. */
export function quotaAccount(
  kind: QuotaKind,
  periodId: string,
  dimension: LeasedDimension,
): AccountRef {
  return {
    kind,
    reference: `${periodId}:${dimension}`,
    unit: unitOfDimension[dimension],
    ...(kind === 'quota' ? {} : { overdraftMicroUsd: null }),
  };
}

export function quotaAccountId(
  kind: QuotaKind,
  periodId: string,
  dimension: LeasedDimension,
): string {
  return accountId(kind, quotaAccount(kind, periodId, dimension).reference);
}

type Row = {
  readonly id: string;
  readonly credits: bigint;
  readonly debits: bigint;
  readonly held: bigint;
  readonly unlimited: boolean;
};

/** Opens a period's accounts in their units, those that are missing. */
export async function openQuotaAccounts(
  tx: Tx,
  { tenantId, projectId }: ScopeKey,
  periodId: string,
): Promise<void> {
  const accounts = leasedDimensions.flatMap((dimension) =>
    quotaKinds.map((kind) => {
      const { reference, unit, overdraftMicroUsd } = quotaAccount(kind, periodId, dimension);
      const id = accountId(kind, reference);
      return { id, kind, unit, reference, unlimited: overdraftMicroUsd === null };
    }),
  );
  const known = await tx.account.count({
    where: { tenantId, projectId, id: { in: accounts.map(({ id }) => id) } },
  });
  if (known === accounts.length) return;
  await tx.$executeRaw`
    SELECT purser_open_accounts(${tenantId}::int, ${projectId}::int, ${JSON.stringify(accounts)}::jsonb)`;
}

/** How a period's quotas stand in the ledger. */
export async function readQuotaAccounts(
  tx: Pick<Tx, '$queryRaw'>,
  { tenantId, projectId }: ScopeKey,
  periodId: string,
): Promise<Readonly<Record<LeasedDimension, LedgerQuota>>> {
  const ids = leasedDimensions.flatMap((dimension) =>
    quotaKinds.map((kind) => quotaAccountId(kind, periodId, dimension)),
  );
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.id::text AS id, a.credits_posted AS credits, a.debits_posted AS debits, a.debits_pending AS held,
           a.overdraft IS NULL AS unlimited
      FROM account a
     WHERE a.tenant_id = ${tenantId}::int AND a.project_id = ${projectId}::int AND a.id = ANY (${ids}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const rowOf = (kind: QuotaKind, dimension: LeasedDimension) =>
    byId.get(quotaAccountId(kind, periodId, dimension));
  return eachLeased((dimension) => {
    const allowance = rowOf('allowance', dimension);
    const usage = rowOf('usage', dimension);
    const quota = rowOf('quota', dimension);
    return {
      credited: (allowance?.debits ?? 0n) - (allowance?.credits ?? 0n),
      used: (usage?.credits ?? 0n) - (usage?.debits ?? 0n),
      held: quota?.held ?? 0n,
      unlimited: quota?.unlimited ?? false,
    };
  });
}

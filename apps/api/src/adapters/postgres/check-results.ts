import type { ProjectScope } from '@purser/schema/contract/request-context';
import { auditCheckKey } from '../../ports/audit-chain.ts';
import { ledgerCheckKey } from '../../ports/ledger-checker.ts';
import type { OverviewFacts } from '../../ports/overview-reader.ts';
import type { Db } from './prisma.ts';

type StoredLedgerCheck = {
  readonly checkedAt: string;
  readonly balanced: boolean;
  readonly found?: OverviewFacts['ledger']['found'];
};

type StoredAuditCheck = {
  readonly checkedAt: string;
  readonly sealed: number;
  readonly brokenAtSeq: string | null;
};

/** What the last checks of a project's ledger and audit chain found; nothing before the first ones. */
export async function readChecks(
  db: Db,
  scope: ProjectScope,
): Promise<Pick<OverviewFacts, 'ledger' | 'auditChain'>> {
  const [ledgerKey, auditKey] = [ledgerCheckKey(scope), auditCheckKey(scope)];
  const rows = await db.setting.findMany({ where: { key: { in: [ledgerKey, auditKey] } } });
  const storedAt = (key: string) => rows.find((row) => row.key === key)?.value;
  return {
    ledger: ledgerFromDb(storedAt(ledgerKey) as StoredLedgerCheck | undefined),
    auditChain: auditFromDb(storedAt(auditKey) as StoredAuditCheck | undefined),
  };
}

function ledgerFromDb(check: StoredLedgerCheck | undefined): OverviewFacts['ledger'] {
  if (check === undefined) return { checkedAt: null, balanced: null, found: [] };
  const { checkedAt, balanced, found = [] } = check;
  return { checkedAt: new Date(checkedAt), balanced, found };
}

function auditFromDb(check: StoredAuditCheck | undefined): OverviewFacts['auditChain'] {
  if (check === undefined) return { checkedAt: null, whole: null, sealed: 0, brokenAtSeq: null };
  const { checkedAt, sealed, brokenAtSeq } = check;
  return {
    checkedAt: new Date(checkedAt),
    whole: brokenAtSeq === null,
    sealed,
    brokenAtSeq: brokenAtSeq === null ? null : BigInt(brokenAtSeq),
  };
}

import type { Canonical } from '@purser/domain/audit/canonical-json';
import type { SealableEntry } from '@purser/domain/audit/seal';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { Pool } from 'pg';
import type { AuditChain, ChainLink, Seal } from '../../ports/audit-chain.ts';
import { inSnapshot, inTransaction } from './in-transaction.ts';
import type { SqlRunner } from './sql-runner.ts';

/** Whoever has it seals the project. */
const sealLock = 7303;
const linksPerPage = 1_000;

type EntryRow = {
  readonly id: string;
  readonly recorded_at: Date;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly target_type: string;
  readonly target_id: string;
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly request_id: string;
  readonly source_address: string | null;
};

type LinkRow = { readonly seq: bigint; readonly hash: string };

export function createAuditChain(pool: Pool): AuditChain {
  return {
    async waiting() {
      const { rows } = await pool.query<CounterScope>(
        'SELECT DISTINCT tenant_id AS "tenantId", project_id AS "projectId" FROM audit_unsealed',
      );
      return rows;
    },
    seal: (scope, limit, link) =>
      inTransaction(pool, async (run) => {
        const { tenantId, projectId } = scope;
        const [lock] = await run<{ taken: boolean }>(
          'SELECT pg_try_advisory_xact_lock($1::int, $2::int) AS taken',
          [sealLock, tenantId * 65_536 + projectId],
        );
        if (!lock?.taken) return 0;
        const [last] = await run<LinkRow>(lastSql, [tenantId, projectId]);
        const rows = await run<EntryRow>(waitingSql, [tenantId, projectId, limit]);
        if (rows.length === 0) return 0;
        const entries = rows.map((row) => entryFromDb(scope, row));
        await store(run, scope, link(last ?? null, entries));
        return rows.length;
      }),
    walk: (scope, visit) =>
      inSnapshot(pool, async (run) => {
        const { tenantId, projectId } = scope;
        for (let seq = 0n; ; ) {
          const rows = await run<LinkRow & { [Field in keyof EntryRow]: EntryRow[Field] | null }>(
            linksSql,
            [tenantId, projectId, seq, linksPerPage],
          );
          visit(rows.map((row) => ({ ...linkFromDb(row), entry: storedEntry(scope, row) })));
          const last = rows.at(-1);
          if (last === undefined || rows.length < linksPerPage) break;
          seq = last.seq;
        }
        const [counted] = await run<{ unsealed: number }>(unsealedSql, [tenantId, projectId]);
        return { unsealed: counted?.unsealed ?? 0 };
      }),
  };
}

async function store(
  run: SqlRunner,
  { tenantId, projectId }: CounterScope,
  seals: readonly Seal[],
): Promise<void> {
  const ids = seals.map(({ entryId }) => entryId);
  await run(storeSql, [
    tenantId,
    projectId,
    seals.map(({ seq }) => seq),
    ids,
    seals.map(({ hash }) => hash),
  ]);
  await run(
    'DELETE FROM audit_unsealed WHERE tenant_id = $1 AND project_id = $2 AND entry_id = ANY ($3::uuid[])',
    [tenantId, projectId, ids],
  );
}

function linkFromDb({ seq, hash }: LinkRow): ChainLink {
  return { seq, hash };
}

function storedEntry(
  scope: CounterScope,
  row: { readonly [Field in keyof EntryRow]: EntryRow[Field] | null },
): SealableEntry | null {
  return row.id === null ? null : entryFromDb(scope, row as EntryRow);
}

function entryFromDb({ tenantId, projectId }: CounterScope, row: EntryRow): SealableEntry {
  return {
    id: row.id,
    tenantId,
    projectId,
    recordedAtMs: row.recorded_at.getTime(),
    actor: row.actor,
    role: row.role,
    action: row.action,
    targetType: row.target_type,
    targetId: row.target_id,
    reason: row.reason,
    before: row.before as Canonical,
    after: row.after as Canonical,
    requestId: row.request_id,
    sourceAddress: row.source_address,
  };
}

const entryColumns = `e.id, e.recorded_at, e.actor, e.role, e.action, e.target_type, e.target_id, e.reason, e.before,
       e.after, e.request_id, e.source_address`;

const lastSql = `
SELECT seq, encode(hash, 'hex') AS hash FROM audit_seal
 WHERE tenant_id = $1 AND project_id = $2 ORDER BY seq DESC LIMIT 1`;

/**
 * A transaction that still runs may commit an entry older than those that can be seen. What began
 * before all that run has ended, so nothing can come before it any more: its id is older (its age
 * greater) than the oldest running one's.
 */
const waitingSql = `
SELECT ${entryColumns} FROM audit_unsealed q
  JOIN audit_entry e ON e.tenant_id = q.tenant_id AND e.project_id = q.project_id AND e.id = q.entry_id
 WHERE q.tenant_id = $1 AND q.project_id = $2
   AND age(e.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)
 ORDER BY q.entry_id LIMIT $3`;

const storeSql = `
INSERT INTO audit_seal (tenant_id, project_id, seq, entry_id, hash, sealed_at)
SELECT $1::int, $2::int, s.seq, s.entry_id, decode(s.hash, 'hex'), purser_now($1::int, $2::int)
  FROM unnest($3::bigint[], $4::uuid[], $5::text[]) AS s(seq, entry_id, hash)`;

const linksSql = `
SELECT s.seq, encode(s.hash, 'hex') AS hash, ${entryColumns} FROM audit_seal s
  LEFT JOIN audit_entry e ON e.tenant_id = s.tenant_id AND e.project_id = s.project_id AND e.id = s.entry_id
 WHERE s.tenant_id = $1 AND s.project_id = $2 AND s.seq > $3 ORDER BY s.seq LIMIT $4`;

const unsealedSql = `
SELECT count(*)::int AS unsealed FROM audit_entry e
 WHERE e.tenant_id = $1 AND e.project_id = $2 AND NOT EXISTS (SELECT 1 FROM audit_seal s
   WHERE s.tenant_id = e.tenant_id AND s.project_id = e.project_id AND s.entry_id = e.id)`;

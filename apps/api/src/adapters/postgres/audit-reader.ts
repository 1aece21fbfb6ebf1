import type { AuditFilter } from '@purser/schema/contract/inputs';
import type { AuditEntryView } from '@purser/schema/contract/operation-views';
import type { AuditReader } from '../../ports/audit-reader.ts';
import { readList } from './list-query.ts';
import type { SqlRunner } from './sql-runner.ts';

export type AuditRow = {
  readonly id: string;
  readonly recorded_at: Date;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly target_type: string;
  readonly target: string;
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly request_id: string;
  readonly source_address: string | null;
  readonly sealed_seq: bigint | null;
};

export function createAuditReader(run: SqlRunner): AuditReader {
  return {
    list: ({ tenantId, projectId }, filter) =>
      readList<AuditRow, AuditEntryView, 'auditLog'>(
        run,
        {
          name: 'auditLog',
          columns: auditColumns,
          from: fromFor(filter),
          values: [
            tenantId,
            projectId,
            filter.targetType ?? null,
            filter.targetId ?? null,
            filter.actor ?? null,
            filter.action ?? null,
          ],
          orders: { recordedAt: [{ sql: 'e.id', type: 'uuid' }] },
        },
        filter,
        auditFromDb,
      ),
  };
}

export function auditFromDb(row: AuditRow): AuditEntryView {
  return {
    id: row.id,
    recordedAt: row.recorded_at,
    actor: row.actor,
    role: row.role,
    action: row.action,
    targetType: row.target_type,
    targetId: row.target,
    reason: row.reason,
    before: row.before,
    after: row.after,
    requestId: row.request_id,
    sourceAddress: row.source_address,
    sealedSeq: row.sealed_seq,
  };
}

/** The internal id behind the project's own id $4. */
const internalId = `(SELECT named.id::text FROM app_user named
     WHERE named.tenant_id = $1::int AND named.project_id = $2::int AND named.external_id = $4::text)`;

/** Users are named outside by the project's own id and in the log by the internal one. */
function targetCondition({ targetType, targetId }: AuditFilter): string {
  if (targetId === undefined) return '$4::text IS NULL';
  if (targetType === 'user') return `e.target_id = ${internalId}`;
  if (targetType !== undefined) return 'e.target_id = $4::text';
  return `(CASE e.target_type WHEN 'user' THEN e.target_id = ${internalId}
                ELSE e.target_id = $4::text END)`;
}

export const auditColumns = `
       e.id, e.recorded_at, e.actor, e.role, e.action, e.target_type,
       coalesce(u.external_id, e.target_id) AS target, e.reason, e.before, e.after, e.request_id,
       e.source_address, seal.seq AS sealed_seq`;

/** Entries `e` of a project with what `auditColumns` shows. */
export const auditFrom = `
  FROM audit_entry e
  LEFT JOIN app_user u ON u.tenant_id = e.tenant_id AND u.project_id = e.project_id
       AND u.id = CASE WHEN e.target_type = 'user' THEN e.target_id::bigint END
  LEFT JOIN audit_seal seal ON seal.tenant_id = e.tenant_id AND seal.project_id = e.project_id
       AND seal.entry_id = e.id
 WHERE e.tenant_id = $1::int AND e.project_id = $2::int`;

function fromFor(filter: AuditFilter): string {
  return `${auditFrom}
   AND ($3::text IS NULL OR e.target_type = $3) AND ${targetCondition(filter)}
   AND ($5::text IS NULL OR e.actor = $5) AND ($6::text IS NULL OR e.action = $6)`;
}

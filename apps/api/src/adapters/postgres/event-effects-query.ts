import { eventReason } from '@purser/domain/stripe/event-reason';
import type { EventEffects } from '@purser/schema/contract/event';
import { type AuditRow, auditColumns, auditFrom, auditFromDb } from './audit-reader.ts';
import type { SqlRunner } from './sql-runner.ts';
import {
  type TransferRow,
  transferColumns,
  transferFromDb,
  transferJoins,
} from './transfer-mapping.ts';

/** Transfers and audit entries that events of Stripe caused, for any number of events at once. */
export async function readEffects(
  run: SqlRunner,
  [tenantId, projectId, externalIds]: readonly [number, number, readonly string[]],
): Promise<EventEffects[]> {
  const reasons = externalIds.map(eventReason);
  const [transfers, entries] = await Promise.all([
    run<TransferRow>(transfersSql, [tenantId, projectId, reasons, rowsMax]),
    run<AuditRow>(entriesSql, [tenantId, projectId, [...externalIds], rowsMax]),
  ]);
  return externalIds.map((externalId) => ({
    transfers: transfers
      .filter(({ reason }) => reason === eventReason(externalId))
      .map(transferFromDb),
    audit: entries.filter(({ request_id: by }) => by === externalId).map(auditFromDb),
  }));
}

/** Far more than one event causes; what a page of events causes is bounded by it all the same. */
const rowsMax = 2_000;

const transfersSql = `
SELECT ${transferColumns} FROM transfer t ${transferJoins}
 WHERE t.tenant_id = $1::int AND t.project_id = $2::int AND t.actor = 'webhook:stripe' AND t.reason = ANY ($3::text[])
 ORDER BY t.id LIMIT $4::int`;

const entriesSql = `
SELECT ${auditColumns} ${auditFrom} AND e.actor = 'webhook:stripe' AND e.request_id = ANY ($3::text[])
 ORDER BY e.id LIMIT $4::int`;

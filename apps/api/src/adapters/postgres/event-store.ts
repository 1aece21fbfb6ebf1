import type { EventStore } from '../../ports/event-store.ts';
import { lockName } from './advisory-lock.ts';
import { type EventRow, eventFromDb, selectEvents } from './event-mapping.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import { transactionRunner } from './sql-runner.ts';

export function createEventStore(tx: Tx, scope: ScopeKey): EventStore {
  const { tenantId, projectId } = scope;
  const run = transactionRunner(tx);
  const byId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
  return {
    async lock(id) {
      const [row] = await run<EventRow>(
        `${selectEvents} WHERE e.tenant_id = $1::int AND e.project_id = $2::int AND e.id = $3::uuid FOR UPDATE OF e`,
        [tenantId, projectId, id],
      );
      return row === undefined ? null : eventFromDb(row);
    },
    async lockPayment(paymentId) {
      await lockName(tx, scope, 'payment', paymentId);
      const keys = [`payment:${paymentId}`, `wallet-credit:${paymentId}`];
      const known = await tx.transferKey.findFirst({ where: { ...scope, key: { in: keys } } });
      return known !== null;
    },
    async finish(id, outcome, at) {
      const data = { ...outcome, nextAttemptAt: null, updatedAt: at };
      await tx.externalEvent.update({ where: byId(id), data });
    },
    async reopen(id, at) {
      await tx.$executeRaw`
        UPDATE external_event
           SET status = 'received', attempts = 0, next_attempt_at = purser_now(0, 0) + interval '10 seconds', error_code = NULL, error = NULL,
               updated_at = ${at}
         WHERE tenant_id = ${tenantId} AND project_id = ${projectId} AND id = ${id}::uuid`;
    },
  };
}

import type { OutboxStore } from '../../ports/outbox-store.ts';
import { plainJson } from './json.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createOutboxStore(tx: Tx, scope: ScopeKey): OutboxStore {
  return {
    async append({ createdAtMs, payload, ...event }) {
      await tx.outboxEvent.createMany({
        data: [
          { ...scope, ...event, payload: plainJson(payload), createdAt: new Date(createdAtMs) },
        ],
        skipDuplicates: true,
      });
    },
    async policyChanged({ userId, changedAtMs }) {
      // Generations must become visible in their order, or a reader that follows them would skip one:
      // from here to the commit no other command of the project takes a number (rule P10).
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(7302, ${scope.tenantId * 65_536 + scope.projectId}::integer)`;
      await tx.policyChange.create({
        data: {
          ...scope,
          subject: userId === null ? 'project' : 'user',
          userId,
          changedAt: new Date(changedAtMs),
        },
      });
    },
  };
}

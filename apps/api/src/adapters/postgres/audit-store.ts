import type { AuditStore } from '../../ports/audit-store.ts';
import { toDbJson } from './json.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createAuditStore(tx: Tx, scope: ScopeKey): AuditStore {
  return {
    async append({ recordedAtMs, before, after, ...entry }) {
      await tx.auditEntry.create({
        data: {
          ...scope,
          ...entry,
          recordedAt: new Date(recordedAtMs),
          before: toDbJson(before),
          after: toDbJson(after),
        },
      });
    },
  };
}

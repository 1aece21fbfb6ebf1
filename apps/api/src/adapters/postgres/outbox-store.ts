import type { OutboxStore } from '../../ports/outbox-store.ts';
import { plainJson } from './json.ts';
import { writePolicyChange } from './policy-change.ts';
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
      await writePolicyChange(tx, scope, { userId, changedAt: new Date(changedAtMs) });
    },
  };
}

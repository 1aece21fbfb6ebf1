import type { WebhookEndpoint } from '@purser/prisma/client';
import {
  type DeliveryStatus,
  testKind,
  type WebhookEndpointView,
  type WebhookFormat,
} from '@purser/schema/contract/notification';
import type { NotificationStore } from '../../ports/notification-store.ts';
import { lockName } from './advisory-lock.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

const removedWords = 'The endpoint was removed.';

export function createNotificationStore(tx: Tx, scope: ScopeKey): NotificationStore {
  const byId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
  const byKind = (kind: string) => ({ tenantId_projectId_kind: { ...scope, kind } });
  return {
    async insertEndpoint(endpoint, secretSealed) {
      await tx.webhookEndpoint.create({
        data: {
          ...scope,
          ...endpoint,
          kinds: [...endpoint.kinds],
          secretSealed: secretSealed === null ? null : Uint8Array.from(secretSealed),
          updatedAt: endpoint.createdAt,
        },
      });
    },
    async lockEndpoint(id) {
      await lockName(tx, scope, 'webhook_endpoint', id);
      const row = await tx.webhookEndpoint.findUnique({ where: byId(id) });
      return row === null ? null : endpointFromDb(row);
    },
    async updateEndpoint(id, { active, kinds }, at) {
      const data = { active, kinds: [...kinds], updatedAt: at };
      await tx.webhookEndpoint.update({ where: byId(id), data });
    },
    async replaceSecret(id, { secretSealed, previousUntil }, at) {
      await tx.$executeRaw`
        UPDATE webhook_endpoint SET previous_secret_sealed = secret_sealed, previous_secret_until = ${previousUntil},
               secret_sealed = ${Uint8Array.from(secretSealed)}, updated_at = ${at}
         WHERE tenant_id = ${scope.tenantId} AND project_id = ${scope.projectId} AND id = ${id}::uuid`;
    },
    async removeEndpoint(id, at) {
      await tx.delivery.updateMany({
        where: { ...scope, channel: 'webhook', target: id, status: 'waiting' },
        data: { status: 'dead', nextAttemptAt: null, lastError: removedWords, updatedAt: at },
      });
      await tx.webhookEndpoint.delete({ where: byId(id) });
    },
    async insertTest({ eventId, deliveryId, endpointId, title }, at) {
      await tx.outboxEvent.create({
        data: {
          ...scope,
          id: eventId,
          kind: testKind,
          severity: 'info',
          dedupeKey: `${testKind}:${eventId}`,
          title,
          payload: {},
          createdAt: at,
          // Handed on already: to this endpoint and nobody else.
          deliveredAt: at,
        },
      });
      await tx.$executeRaw`
        INSERT INTO delivery (tenant_id, project_id, id, event_id, channel, target, status, attempts, next_attempt_at,
            created_at, updated_at)
        VALUES (${scope.tenantId}, ${scope.projectId}, ${deliveryId}::uuid, ${eventId}::uuid, 'webhook', ${endpointId},
            'waiting', 0, purser_now(0, 0), ${at}, ${at})`;
    },
    async lockRecipients(kind) {
      await lockName(tx, scope, 'alert_recipients', kind);
      const row = await tx.alertRecipients.findUnique({ where: byKind(kind) });
      return row?.addresses ?? null;
    },
    async putRecipients(kind, chosen, at) {
      if (chosen === null) {
        await tx.alertRecipients.deleteMany({ where: { ...scope, kind } });
        return;
      }
      const data = {
        addresses: [...chosen.addresses],
        updatedBy: chosen.updatedBy ?? '',
        updatedAt: at,
      };
      await tx.alertRecipients.upsert({
        where: byKind(kind),
        create: { ...scope, kind, ...data },
        update: data,
      });
    },
    async lockDelivery(id) {
      await lockName(tx, scope, 'delivery', id);
      const row = await tx.delivery.findUnique({ where: byId(id) });
      return row === null ? null : { status: row.status as DeliveryStatus };
    },
    async reopenDelivery(id, at) {
      await tx.$executeRaw`
        UPDATE delivery SET status = 'waiting', attempts = 0, next_attempt_at = purser_now(0, 0), updated_at = ${at}
         WHERE tenant_id = ${scope.tenantId} AND project_id = ${scope.projectId} AND id = ${id}::uuid`;
    },
  };
}

/** What is shown of an endpoint; its secret never leaves the adapter. */
export function endpointFromDb(row: WebhookEndpoint): WebhookEndpointView {
  const { id, url, format, kinds, active, previousSecretUntil, createdBy, createdAt } = row;
  return {
    id,
    url,
    format: format as WebhookFormat,
    kinds,
    active,
    previousSecretUntil,
    createdBy,
    createdAt,
  };
}

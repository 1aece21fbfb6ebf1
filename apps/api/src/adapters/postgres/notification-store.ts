import type { WebhookEndpoint } from '@purser/prisma/client';
import type {
  DeliveryStatus,
  WebhookEndpointView,
  WebhookFormat,
} from '@purser/schema/contract/notification';
import type { NotificationStore } from '../../ports/notification-store.ts';
import { lockName } from './advisory-lock.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createNotificationStore(tx: Tx, scope: ScopeKey): NotificationStore {
  const byId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
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
    async removeEndpoint(id) {
      await tx.webhookEndpoint.delete({ where: byId(id) });
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
  const { id, url, format, kinds, active, createdBy, createdAt } = row;
  return { id, url, format: format as WebhookFormat, kinds, active, createdBy, createdAt };
}

import { accepted, rejected } from '@purser/domain/outcome';
import type {
  CreateWebhookEndpoint,
  WebhookEndpointView,
} from '@purser/schema/contract/notification';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { WebhookSender } from '../../ports/senders.ts';
import type { CommandDefinition } from '../command/run-command.ts';

type Drawn = { readonly secretSealed: Uint8Array; readonly webhooks: WebhookSender };

/**
 * Tells alerts to an endpoint from now on. The secret is drawn before the command, so that it is neither
 * part of the request's hash nor of the stored answer (rule E7).
 */
export function createWebhookEndpoint({
  secretSealed,
  webhooks,
}: Drawn): CommandDefinition<
  CreateWebhookEndpoint,
  null,
  WebhookEndpointView,
  WebhookEndpointView
> {
  return {
    operation: 'create-webhook-endpoint',
    load: async () => null,
    decide: (_state, { url, format, kinds }, moment) => {
      const refusal = webhooks.refuse(url);
      if (refusal !== null) {
        const message = `The address ${refusal}.`;
        return rejected({ code: 'invalid_value' as const, field: 'url', message });
      }
      const endpoint: WebhookEndpointView = {
        id: moment.newId(),
        url,
        format,
        kinds: [...new Set(kinds)],
        active: true,
        previousSecretUntil: null,
        createdBy: moment.actor,
        createdAt: moment.now,
      };
      return accepted({
        change: endpoint,
        preview: endpoint,
        changes: [{ label: 'endpoint', before: null, after: url }],
        audit: {
          targetType: 'webhook_endpoint',
          targetId: endpoint.id,
          before: null,
          after: endpoint,
        },
        affects: 'nobody' as const,
      });
    },
    apply: async (stores, endpoint) => {
      const sealed = endpoint.format === 'signed' ? secretSealed : null;
      await stores.notifications.insertEndpoint(endpoint, sealed);
      return undefined;
    },
  };
}

export const noSuchEndpoint: Rejection = {
  code: 'not_found',
  message: 'There is no such endpoint.',
};

/** Ends what an endpoint is told; deliveries that wait for it are dead. */
export const deleteWebhookEndpoint: CommandDefinition<
  { readonly id: string },
  WebhookEndpointView | null,
  string,
  WebhookEndpointView
> = {
  operation: 'delete-webhook-endpoint',
  load: (stores, { id }) => stores.notifications.lockEndpoint(id),
  decide: (endpoint, { id }) => {
    if (endpoint === null) {
      return rejected(noSuchEndpoint);
    }
    return accepted({
      change: id,
      preview: endpoint,
      changes: [{ label: 'endpoint', before: endpoint.url, after: null }],
      audit: { targetType: 'webhook_endpoint', targetId: id, before: endpoint, after: null },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, id, moment) => {
    await stores.notifications.removeEndpoint(id, moment.now);
    return undefined;
  },
};

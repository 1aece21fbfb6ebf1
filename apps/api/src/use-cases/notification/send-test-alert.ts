import { accepted, rejected } from '@purser/domain/outcome';
import {
  type DeliveryView,
  testKind,
  type WebhookEndpointView,
} from '@purser/schema/contract/notification';
import type { CommandDefinition } from '../command/run-command.ts';
import { noSuchEndpoint } from './webhook-endpoints.ts';

const title = 'A test from Purser: alerts reach this endpoint.';

type TestAlert = {
  readonly eventId: string;
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly title: string;
};

/** Sends one endpoint an alert that says it is a test, whatever kinds it wants; nobody else is told (rule E6). */
export const sendTestAlert: CommandDefinition<
  { readonly id: string },
  WebhookEndpointView | null,
  TestAlert,
  DeliveryView
> = {
  operation: 'send-test-alert',
  load: (stores, { id }) => stores.notifications.lockEndpoint(id),
  decide: (endpoint, _input, moment) => {
    if (endpoint === null) return rejected(noSuchEndpoint);
    if (!endpoint.active) {
      const message = 'This endpoint is switched off: switch it on first.';
      return rejected({ code: 'nothing_to_do' as const, message });
    }
    const { id: endpointId, url: receiver } = endpoint;
    const [eventId, deliveryId] = [moment.newId(), moment.newId()];
    const preview: DeliveryView = {
      id: deliveryId,
      kind: testKind,
      title,
      channel: 'webhook',
      receiver,
      endpointId,
      status: 'waiting',
      attempts: 0,
      nextAttemptAt: moment.now,
      lastError: null,
      lastAnswer: null,
      deliveredAt: null,
      createdAt: moment.now,
    };
    return accepted({
      change: { eventId, deliveryId, endpointId, title },
      preview,
      changes: [{ label: 'test alert', before: null, after: receiver }],
      audit: {
        targetType: 'webhook_endpoint',
        targetId: endpointId,
        before: null,
        after: { test: deliveryId },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, test, moment) => {
    await stores.notifications.insertTest(test, moment.now);
    return undefined;
  },
};

import type {
  AlertRecipientsView,
  DeliveryView,
  WebhookEndpointView,
} from '@purser/schema/contract/notification';
import { instantOrNull } from '../control-plane/amounts.ts';

export function toEndpoint(view: WebhookEndpointView) {
  return {
    id: view.id,
    url: view.url,
    format: view.format,
    kinds: [...view.kinds],
    active: view.active,
    previous_secret_until: instantOrNull(view.previousSecretUntil),
    created_by: view.createdBy,
    created_at: view.createdAt.toISOString(),
  };
}

export function toDelivery(view: DeliveryView) {
  return {
    id: view.id,
    kind: view.kind,
    title: view.title,
    channel: view.channel,
    receiver: view.receiver,
    endpoint_id: view.endpointId,
    state: view.status,
    attempts: view.attempts,
    next_attempt_at: instantOrNull(view.nextAttemptAt),
    last_error: view.lastError,
    last_answer: view.lastAnswer,
    delivered_at: instantOrNull(view.deliveredAt),
    created_at: view.createdAt.toISOString(),
  };
}

export function toRecipients(view: AlertRecipientsView) {
  return {
    kind: view.kind,
    addresses: [...view.addresses],
    is_default: view.isDefault,
    updated_by: view.updatedBy,
    updated_at: instantOrNull(view.updatedAt),
  };
}

import type { DeliveryStatus, WebhookEndpointView } from '@purser/schema/contract/notification';

/** Endpoints and deliveries inside a command's transaction. */
export interface NotificationStore {
  insertEndpoint(endpoint: WebhookEndpointView, secretSealed: Uint8Array | null): Promise<void>;
  /** Reads an endpoint and keeps other commands from it until this transaction ends. */
  lockEndpoint(id: string): Promise<WebhookEndpointView | null>;
  removeEndpoint(id: string): Promise<void>;
  lockDelivery(id: string): Promise<{ readonly status: DeliveryStatus } | null>;
  /** Makes a delivery due at once, with all its attempts before it. */
  reopenDelivery(id: string, at: Date): Promise<void>;
}

import type {
  AlertRecipientsView,
  DeliveryStatus,
  WebhookEndpointView,
} from '@purser/schema/contract/notification';

/** Endpoints and deliveries inside a command's transaction. */
export interface NotificationStore {
  insertEndpoint(endpoint: WebhookEndpointView, secretSealed: Uint8Array | null): Promise<void>;
  /** Reads an endpoint and keeps other commands from it until this transaction ends. */
  lockEndpoint(id: string): Promise<WebhookEndpointView | null>;
  updateEndpoint(
    id: string,
    to: Pick<WebhookEndpointView, 'active' | 'kinds'>,
    at: Date,
  ): Promise<void>;
  /** Replaces the secret; the one before signs beside it until then (rule E7). */
  replaceSecret(
    id: string,
    to: { readonly secretSealed: Uint8Array; readonly previousUntil: Date },
    at: Date,
  ): Promise<void>;
  /** Removes an endpoint; what waits for it is dead. */
  removeEndpoint(id: string, at: Date): Promise<void>;
  /** An alert for one endpoint alone, due at once. */
  insertTest(
    test: {
      readonly eventId: string;
      readonly deliveryId: string;
      readonly endpointId: string;
      readonly title: string;
    },
    at: Date,
  ): Promise<void>;
  /** Who is told of a kind by mail, null while nobody has chosen; keeps other commands from it. */
  lockRecipients(kind: string): Promise<readonly string[] | null>;
  /** Chooses who is told of a kind; null goes back to the default. */
  putRecipients(
    kind: string,
    chosen: Pick<AlertRecipientsView, 'addresses' | 'updatedBy'> | null,
    at: Date,
  ): Promise<void>;
  lockDelivery(id: string): Promise<{ readonly status: DeliveryStatus } | null>;
  /** Makes a delivery due at once, with all its attempts before it. */
  reopenDelivery(id: string, at: Date): Promise<void>;
}

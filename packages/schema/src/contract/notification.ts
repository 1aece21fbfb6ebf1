/** How an endpoint wants its messages: signed by Standard Webhooks, or as Slack reads them. */
export const webhookFormats = ['signed', 'slack'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** Every kind of alert there is. */
export const alertKinds = [
  'event_failed',
  'ledger_unbalanced',
  'project_budget',
  'provider_budget',
  'unpriced_model',
  'webhook_failing',
] as const;

/** Where alerts are sent besides e-mail. Its secret is shown once, when it is made. */
export type WebhookEndpointView = {
  readonly id: string;
  readonly url: string;
  readonly format: WebhookFormat;
  /** Kinds of alerts it wants; empty = all. */
  readonly kinds: readonly string[];
  readonly active: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
};

export type CreateWebhookEndpoint = {
  readonly url: string;
  readonly format: WebhookFormat;
  readonly kinds: readonly string[];
};

export const deliveryStatuses = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One alert on its way to one receiver. */
export type DeliveryView = {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly channel: 'mail' | 'webhook';
  /** The mail address, or the endpoint's URL. */
  readonly receiver: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastError: string | null;
  readonly deliveredAt: Date | null;
  readonly createdAt: Date;
};

export type DeliveryFilter = { readonly status?: DeliveryStatus | undefined };

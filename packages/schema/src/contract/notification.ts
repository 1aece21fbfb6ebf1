/** How an endpoint wants its messages: signed by Standard Webhooks, or as Slack reads them. */
export const webhookFormats = ['signed', 'slack'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** Every kind of alert there is. */
export const alertKinds = [
  'audit_broken',
  'cancellation',
  'dispute',
  'event_failed',
  'ledger_unbalanced',
  'payment_failed',
  'project_budget',
  'provider_budget',
  'reconcile',
  'refund',
  'stripe_stuck',
  'unpriced_model',
  'webhook_failing',
] as const;

export type AlertKind = (typeof alertKinds)[number];

export function isAlertKind(text: string): text is AlertKind {
  return (alertKinds as readonly string[]).includes(text);
}

/** What an endpoint is sent to try it out; nobody else is told. */
export const testKind = 'test';

/** So many people can be told of one kind of alert. */
export const recipientsMax = 50;

/** Where alerts are sent besides e-mail. Its secret is shown once, when it is made or replaced. */
export type WebhookEndpointView = {
  readonly id: string;
  readonly url: string;
  readonly format: WebhookFormat;
  /** Kinds of alerts it wants; empty = all. */
  readonly kinds: readonly string[];
  readonly active: boolean;
  /** Until when messages are signed with the secret before as well; null when it was never replaced. */
  readonly previousSecretUntil: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
};

export type CreateWebhookEndpoint = {
  readonly url: string;
  readonly format: WebhookFormat;
  readonly kinds: readonly string[];
};

/** What is absent stays as it is. */
export type UpdateWebhookEndpoint = {
  readonly id: string;
  readonly active?: boolean | undefined;
  readonly kinds?: readonly string[] | undefined;
};

/** Who is told of one kind of alert by mail. */
export type AlertRecipientsView = {
  readonly kind: AlertKind;
  readonly addresses: readonly string[];
  /** Nobody has chosen: the addresses are those of ADMIN_EMAILS. */
  readonly isDefault: boolean;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
};

export type SetAlertRecipients = {
  readonly kind: AlertKind;
  /** Null goes back to ADMIN_EMAILS; none tells nobody. */
  readonly addresses: readonly string[] | null;
};

/** Who is told by mail, and how mails leave. */
export type MailSettings = {
  /** Without a mail server, mails are lines of the log. */
  readonly hasMailServer: boolean;
  readonly defaultAddresses: readonly string[];
  readonly recipients: readonly AlertRecipientsView[];
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
  /** Null for mail. */
  readonly endpointId: string | null;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastError: string | null;
  /** What the receiver said when it took the alert. */
  readonly lastAnswer: string | null;
  readonly deliveredAt: Date | null;
  readonly createdAt: Date;
};

export type DeliveryFilter = {
  readonly status?: DeliveryStatus | undefined;
  readonly endpointId?: string | undefined;
};

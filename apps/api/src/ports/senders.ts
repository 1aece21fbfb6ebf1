export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for every attempt, so that a mail that came twice is seen as one. */
  readonly messageId: string;
};

/** Sends a mail; throws when it was not taken. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

export type WebhookMessage = {
  readonly url: string;
  /** The same for every attempt and every receiver. */
  readonly messageId: string;
  readonly body: string;
  /** Signs the message by Standard Webhooks; null leaves it unsigned, as Slack wants it. */
  readonly secret: string | null;
};

/** Posts a message; throws, with a sentence, unless the receiver answers 2xx. */
export interface WebhookSender {
  send(message: WebhookMessage): Promise<void>;
  /** Why messages may not be sent to an address; null when they may (rule E7). */
  refuse(url: string): string | null;
}

/** Keeps secrets that must be read again. */
export interface SecretBox {
  seal(text: string): Uint8Array;
  /** Null for what was sealed with a key that is gone. */
  open(sealed: Uint8Array): string | null;
}

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for every attempt, so that a mail that came twice is seen as one. */
  readonly messageId: string;
};

/** Sends a mail and answers what the mail server said; throws when it was not taken. */
export interface Mailer {
  send(mail: Mail): Promise<string>;
}

export type WebhookMessage = {
  readonly url: string;
  /** The same for every attempt and every receiver. */
  readonly messageId: string;
  readonly body: string;
  /** Each signs the message by Standard Webhooks; none leaves it unsigned, as Slack wants it. */
  readonly secrets: readonly string[];
};

/** Posts a message and answers what the receiver said; throws, with a sentence, unless that is 2xx. */
export interface WebhookSender {
  send(message: WebhookMessage): Promise<string>;
  /** Why messages may not be sent to an address; null when they may (rule E7). */
  refuse(url: string): string | null;
}

/** Keeps secrets that must be read again. */
export interface SecretBox {
  seal(text: string): Uint8Array;
  /** Null for what was sealed with a key that is gone. */
  open(sealed: Uint8Array): string | null;
}

import type { CounterScope } from '@purser/domain/quota/counter-types';

export type DueDelivery = {
  readonly id: string;
  readonly channel: 'mail' | 'webhook';
  /** A mail address, or a webhook endpoint's id. */
  readonly target: string;
  /** This attempt's number. */
  readonly attempt: number;
  readonly eventId: string;
  readonly kind: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly raisedAt: Date;
  /** The endpoint; null for mail, and when it was removed. */
  readonly url: string | null;
  readonly format: 'signed' | 'slack' | null;
  readonly secretSealed: Uint8Array | null;
  /** The secret before, for as long as it signs as well. */
  readonly previousSecretSealed: Uint8Array | null;
};

/** Alerts on their way to their receivers; safe with any number of workers (rules E6 and E8). */
export interface DeliveryQueue {
  /**
   * Hands alerts that nobody handed on to each endpoint that wants them, and to the mail addresses of their
   * kind; `mailTo` where nobody has chosen.
   */
  fanOut(scope: CounterScope, mailTo: readonly string[]): Promise<void>;
  /**
   * Takes deliveries whose time has come; nobody else has them until `leaseMs` have passed. Those to an
   * endpoint that is switched off wait until it is switched on.
   */
  claim(
    scope: CounterScope,
    terms: { readonly limit: number; readonly leaseMs: number },
  ): Promise<readonly DueDelivery[]>;
  delivered(scope: CounterScope, id: string, answer: string): Promise<void>;
  /** Tried again after `delayMs`, or never (null). */
  failed(
    scope: CounterScope,
    id: string,
    fault: { readonly error: string; readonly delayMs: number | null },
  ): Promise<void>;
}

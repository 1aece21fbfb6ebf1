import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` of a body: one `v1` for every secret that is still good. */
export function signPayload(body: string, secrets: readonly string[], seconds: number): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`,
  );
  return [`t=${seconds}`, ...signatures].join(',');
}

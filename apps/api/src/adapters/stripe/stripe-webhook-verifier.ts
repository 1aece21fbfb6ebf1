import { isUtf8 } from 'node:buffer';
import { stripeEvent } from '@purser/schema/contract/stripe-event';
import Stripe from 'stripe';
import type { System } from '../../ports/system.ts';
import type { VerifiedWebhook, WebhookVerifier } from '../../ports/webhook-verifier.ts';

/** A signature older than this could be a recording. */
const toleranceSeconds = 300;

/** Verifies with Stripe's own library, against several secrets while one replaces another (rule E1). */
export function stripeWebhookVerifier(
  secrets: readonly string[],
  system: Pick<System, 'nowMs'>,
): WebhookVerifier {
  const isSigned = (body: Buffer, signature: string, secret: string): boolean => {
    const { signature: scheme } = Stripe.webhooks;
    if (scheme === null) throw new Error('This build of the Stripe library verifies nothing.');
    try {
      return scheme.verifyHeader(
        body,
        signature,
        secret,
        toleranceSeconds,
        undefined,
        system.nowMs(),
      );
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
      throw error;
    }
  };
  return {
    verify(body, signature) {
      if (!signature || !isUtf8(body)) return { kind: 'unsigned' };
      if (!secrets.some((secret) => isSigned(body, signature, secret))) return { kind: 'unsigned' };
      return read(body);
    },
  };
}

function read(body: Buffer): VerifiedWebhook {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return { kind: 'malformed', problem: 'it is not valid JSON' };
  }
  const parsed = stripeEvent.safeParse(value);
  if (parsed.success) return { kind: 'event', event: parsed.data };
  const [issue] = parsed.error.issues;
  return { kind: 'malformed', problem: `${issue?.path.join('.') || 'it'}: ${issue?.message}` };
}

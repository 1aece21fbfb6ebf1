import Stripe from 'stripe';
import type { ZodType } from 'zod';
import type { StripeAnswer } from '../../ports/stripe-gateway.ts';

/**
 * Makes one call and says what became of it. Only an answer of Stripe decides; whatever may have been lost
 * on the way, and what Stripe could not do just now, is `unknown` (rule X2).
 */
export async function askStripe<Value>(
  call: () => Promise<unknown>,
  read: (answer: unknown) => Value,
): Promise<StripeAnswer<Value>> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    return failureOf(error);
  }
  return { kind: 'done', value: read(answer) };
}

/** What an object of Stripe must look like; anything else is a fault, not an answer. */
export function reader<Value>(schema: ZodType<Value>): (answer: unknown) => Value {
  return (answer) => schema.parse(answer);
}

function failureOf(error: unknown): StripeAnswer<never> {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const { message, code, type, statusCode = 0 } = error;
  if (isUndecided(error, statusCode)) return { kind: 'unknown', message };
  return { kind: 'refused', code: code ?? type, message };
}

/** A key in use, a limit, a wrong API key, a fault of Stripe: asked again, the answer may differ. */
function isUndecided(error: Stripe.errors.StripeError, statusCode: number): boolean {
  const { errors } = Stripe;
  return (
    error instanceof errors.StripeConnectionError ||
    error instanceof errors.StripeRateLimitError ||
    error instanceof errors.StripeAuthenticationError ||
    error instanceof errors.StripePermissionError ||
    statusCode === 409 ||
    statusCode === 429 ||
    statusCode >= 500 ||
    statusCode === 0
  );
}

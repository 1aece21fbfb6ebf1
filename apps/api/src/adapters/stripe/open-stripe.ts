import Stripe from 'stripe';

/** The shapes that this code reads; Stripe goes on answering in it whatever the account's default is. */
const apiVersion = '2026-10-28.endive';
/** A call that takes longer has an unknown end; twenty seconds are long for Stripe and short for a person. */
const timeoutMs = 20_000;
/** The library repeats with the same idempotency key, so that a repetition does nothing twice. */
const networkRetriesMax = 2;

export type StripeEndpoint = {
  readonly secretKey: string;
  /** Where the API is; Stripe itself when not given. */
  readonly apiUrl?: string | undefined;
};

/** The real library, with everything pinned that decides how a call ends (rule X1). */
export function openStripe({ secretKey, apiUrl }: StripeEndpoint): Stripe {
  return new Stripe(secretKey, {
    apiVersion,
    timeout: timeoutMs,
    maxNetworkRetries: networkRetriesMax,
    telemetry: false,
    appInfo: { name: 'Purser' },
    ...(apiUrl === undefined ? {} : placeOf(new URL(apiUrl))),
  });
}

function placeOf({ hostname, port, protocol }: URL) {
  const isPlain = protocol === 'http:';
  return {
    host: hostname,
    port: port === '' ? (isPlain ? 80 : 443) : Number(port),
    protocol: isPlain ? ('http' as const) : ('https' as const),
  };
}

import type { Delivery, DeliveryAttempt } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { signPayload } from './sign.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Waits between attempts; with the last of them an event is given up after about three days, as Stripe does. */
const backoffMs = [
  5_000,
  minute,
  5 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
  24 * hour,
] as const;

const answerMsMax = 20_000;

/** Posts an event to its endpoint once, signed, and notes what came of it. */
export async function postDelivery(
  world: World,
  delivery: Delivery,
  stopped: AbortSignal,
): Promise<Delivery> {
  const endpoint = world.tables.webhookEndpoints.get(delivery.endpoint);
  const event = world.tables.events.get(delivery.event);
  if (endpoint === undefined || event === undefined) {
    return world.tables.deliveries.put({ ...delivery, status: 'dropped' });
  }
  const body = JSON.stringify(event, null, 2);
  const signature = signPayload(body, liveSecrets(world, endpoint.id), wallSeconds(world));
  const attempt = await post(world, { url: endpoint.url, body, signature }, stopped);
  return world.tables.deliveries.put(afterAttempt(world, delivery, attempt));
}

function afterAttempt(world: World, delivery: Delivery, attempt: DeliveryAttempt): Delivery {
  const attempts = [...delivery.attempts, attempt];
  const isTaken = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
  if (isTaken) return { ...delivery, attempts, status: 'delivered' };
  const waitMs = backoffMs[attempts.length - 1];
  if (waitMs === undefined) return { ...delivery, attempts, status: 'failed' };
  return { ...delivery, attempts, status: 'pending', dueAtMs: world.nowMs() + waitMs };
}

async function post(
  world: World,
  message: { readonly url: string; readonly body: string; readonly signature: string },
  stopped: AbortSignal,
): Promise<DeliveryAttempt> {
  const atMs = world.nowMs();
  try {
    const answer = await fetch(message.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': message.signature,
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body: message.body,
      redirect: 'manual',
      signal: AbortSignal.any([stopped, AbortSignal.timeout(answerMsMax)]),
    });
    await answer.arrayBuffer();
    return { atMs, status: answer.status, error: null };
  } catch (error) {
    return { atMs, status: null, error: error instanceof Error ? error.message : String(error) };
  }
}

function liveSecrets(world: World, endpoint: string): readonly string[] {
  const secrets = world.tables.endpointSecrets.get(endpoint)?.secrets ?? [];
  return secrets
    .filter(({ endsAtMs }) => endsAtMs === null || endsAtMs > world.nowMs())
    .map(({ text }) => text);
}

/** Receivers compare a signature's age with their own clock, which the simulator's moves do not move. */
function wallSeconds(world: World): number {
  return Math.floor(world.wallMs() / 1_000);
}

import type { Settings } from '../../../ports/settings.ts';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';

/** How far Stripe's list of events was read. */
export type EventCursor = {
  /** Everything that happened at Stripe before is stored here. */
  readonly untilMs: number;
  /** When the list was last read to its end, in real time; null when it never was. */
  readonly readAtMs: number | null;
};

/** One for each of Stripe's worlds: a test key sees other events than a live one. */
const prefix = 'stripe.events:';

export async function readEventCursor(
  settings: Settings,
  mode: StripeGateway['mode'],
): Promise<EventCursor | null> {
  const kept = await settings.startingWith(prefix);
  return (kept.get(`${prefix}${mode}`) as EventCursor | undefined) ?? null;
}

/** Of two who read at once the slower one may set it back, which costs reading again and nothing else. */
export async function keepEventCursor(
  settings: Settings,
  mode: StripeGateway['mode'],
  cursor: EventCursor,
): Promise<void> {
  await settings.put(`${prefix}${mode}`, cursor);
}

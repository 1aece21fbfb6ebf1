import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { StripeAnswer, StripeGateway } from '../../../ports/stripe-gateway.ts';

/** The most that Stripe gives at once. */
const pageSize = 100;

/** Every event between two instants, oldest first: Stripe lists the newest first, so all are read before one is used. */
export async function listEvents(
  gateway: StripeGateway,
  range: { readonly createdFromMs: number; readonly createdToMs?: number | undefined },
): Promise<StripeAnswer<readonly StripeEvent[]>> {
  const events: StripeEvent[] = [];
  for (let after: string | undefined, hasMore = true; hasMore; after = events.at(-1)?.id) {
    const page = await gateway.listEvents({ ...range, limit: pageSize, after });
    if (page.kind !== 'done') return page;
    events.push(...page.value.items);
    hasMore = page.value.hasMore && page.value.items.length > 0;
  }
  return { kind: 'done', value: events.reverse() };
}

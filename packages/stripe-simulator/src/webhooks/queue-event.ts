import type { WebhookFaults } from '../faults/webhook-faults.ts';
import type { Delivery } from '../world/records.ts';
import type { Event, WebhookEndpoint } from '../world/wire.ts';
import type { World } from '../world/world.ts';

/** Puts an event on its way to every endpoint that wants it, unless a fault says otherwise. */
export function queueEvent(
  world: World,
  event: Event,
  terms: { readonly faults: WebhookFaults; readonly isHeld: boolean },
): void {
  const wanted = world.tables.webhookEndpoints.all().filter((endpoint) => wants(endpoint, event));
  const deliveries = wanted.flatMap((endpoint) => deliveriesTo(world, endpoint, event, terms));
  for (const delivery of deliveries) world.tables.deliveries.put(delivery);
  world.tables.events.put({ ...event, pending_webhooks: wanted.length });
}

function wants({ status, enabled_events }: WebhookEndpoint, { type }: Event): boolean {
  const isWanted = enabled_events.includes('*') || enabled_events.includes(type);
  return status === 'enabled' && isWanted;
}

function deliveriesTo(
  world: World,
  endpoint: WebhookEndpoint,
  event: Event,
  { faults, isHeld }: { readonly faults: WebhookFaults; readonly isHeld: boolean },
): readonly Delivery[] {
  const delayMs = faults.strike('delay', event)?.delayMs ?? 0;
  const isDropped = faults.strike('drop', event) !== undefined;
  const copies = faults.strike('duplicate', event) === undefined ? 1 : 2;
  const status = isHeld ? 'held' : 'pending';
  return Array.from({ length: copies }, () => ({
    id: world.ids.next('del_'),
    event: event.id,
    endpoint: endpoint.id,
    status: isDropped ? 'dropped' : status,
    dueAtMs: world.nowMs() + delayMs,
    attempts: [],
  }));
}

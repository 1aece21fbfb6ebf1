import type { WebhookFault, WebhookFaults } from '../faults/webhook-faults.ts';
import type { Delivery } from '../world/records.ts';
import type { Event } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import type { Courier } from './courier.ts';
import { createEndpoint, type EndpointTerms, rollSecret } from './endpoints.ts';
import { queueEvent } from './queue-event.ts';

export type WebhookControl = {
  readonly add: (fault: WebhookFault) => void;
  readonly clearFaults: () => void;
  readonly faults: () => readonly WebhookFault[];
  /** From now on events wait until somebody delivers or releases them. */
  readonly hold: () => void;
  readonly isHolding: () => boolean;
  /** Events that wait, oldest first. */
  readonly held: () => readonly Event[];
  /** Delivers an event to its endpoints now, whatever became of it before; any number of times, in any order. */
  readonly deliver: (eventId: string) => Promise<readonly Delivery[]>;
  /** Ends holding and lets what waits go its way. */
  readonly release: () => void;
  readonly deliverPending: () => Promise<number>;
  readonly addEndpoint: (terms: EndpointTerms) => string;
  /** Gives an endpoint a new secret; the old one is used as well until `oldEndsAtMs`. */
  readonly rollSecret: (endpointId: string, oldEndsAtMs: number) => string;
};

/** Connects the queue to the world's events and hands out what moves it by hand. */
export function createWebhookControl(
  world: World,
  faults: WebhookFaults,
  courier: Courier,
): WebhookControl {
  let isHeld = false;
  world.onEvent((event) => queueEvent(world, event, { faults, isHeld }));
  const { deliveries, events } = world.tables;
  const heldDeliveries = () => deliveries.all().filter(({ status }) => status === 'held');
  return {
    add: faults.add,
    clearFaults: faults.clear,
    faults: faults.list,
    hold: () => {
      isHeld = true;
    },
    isHolding: () => isHeld,
    held: () => {
      const ids = new Set(heldDeliveries().map(({ event }) => event));
      return events.all().filter(({ id }) => ids.has(id));
    },
    deliver: async (eventId) => {
      events.require(eventId);
      const delivered: Delivery[] = [];
      for (const { id } of deliveries.all().filter(({ event }) => event === eventId)) {
        delivered.push(await courier.deliver(id));
      }
      return delivered;
    },
    release: () => {
      isHeld = false;
      for (const delivery of heldDeliveries()) deliveries.put({ ...delivery, status: 'pending' });
    },
    deliverPending: courier.deliverPending,
    addEndpoint: (terms) => createEndpoint(world, terms).id,
    rollSecret: (endpointId, oldEndsAtMs) => rollSecret(world, endpointId, oldEndsAtMs),
  };
}

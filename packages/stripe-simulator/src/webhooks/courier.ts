import type { WebhookFaults } from '../faults/webhook-faults.ts';
import type { Delivery } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { postDelivery } from './post-delivery.ts';

export type Courier = {
  /** Posts everything that is due, one after the other, until nothing is. Answers how many attempts that took. */
  readonly deliverPending: () => Promise<number>;
  /** Posts one delivery now, whatever its state; it may be posted any number of times. */
  readonly deliver: (deliveryId: string) => Promise<Delivery>;
  /** Ends what is under way. */
  readonly stop: () => Promise<void>;
};

export function createCourier(world: World, faults: WebhookFaults, onAttempt: () => void): Courier {
  const stopping = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: the order in which events arrive is the order in which they were sent. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const send: Send = async (delivery) => {
    if (stopping.signal.aborted) return delivery;
    const sent = await postDelivery(world, delivery, stopping.signal);
    onAttempt();
    return sent;
  };
  let waiting: Promise<number> | undefined;
  return {
    // Whoever asks before a run has begun shares it: it sees all that is due.
    deliverPending: () => {
      waiting ??= inTurn(() => {
        waiting = undefined;
        return deliverDue(world, faults, send);
      });
      return waiting;
    },
    deliver: (id) => inTurn(() => send(world.tables.deliveries.require(id))),
    stop: async () => {
      stopping.abort();
      await last;
    },
  };
}

type Send = (delivery: Delivery) => Promise<Delivery>;

/** What becomes due while something is being sent is sent as well. */
async function deliverDue(world: World, faults: WebhookFaults, send: Send): Promise<number> {
  let attempts = 0;
  for (;;) {
    const due = world.tables.deliveries.all().filter((delivery) => isDue(world, delivery));
    const attemptsBefore = attempts;
    for (const { id } of inOrder(world, faults, due)) {
      const delivery = world.tables.deliveries.get(id);
      if (delivery === undefined || !isDue(world, delivery)) continue;
      const sent = await send(delivery);
      attempts += sent === delivery ? 0 : 1;
    }
    if (attempts === attemptsBefore) return attempts;
  }
}

function isDue(world: World, { status, dueAtMs }: Delivery): boolean {
  return status === 'pending' && dueAtMs <= world.nowMs();
}

/** As they came; where a fault wants it, the events that it is about change places, by the seed. */
function inOrder(
  world: World,
  faults: WebhookFaults,
  due: readonly Delivery[],
): readonly Delivery[] {
  const isShuffled = due.map(({ event }) => {
    const found = world.tables.events.get(event);
    return found !== undefined && faults.strike('reorder', found) !== undefined;
  });
  const shuffled = shuffle(
    world,
    due.filter((_delivery, place) => isShuffled[place]),
  );
  return due.map((delivery, place) =>
    isShuffled[place] ? (shuffled.pop() ?? delivery) : delivery,
  );
}

function shuffle<T>(world: World, items: readonly T[]): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(world.ids.below(left.length), 1));
}

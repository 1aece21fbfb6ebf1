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

export function createCourier(world: World, faults: WebhookFaults): Courier {
  const stopping = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: the order in which events arrive is the order in which they were sent. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    deliverPending: () => inTurn(() => deliverDue(world, faults, stopping.signal)),
    deliver: (id) =>
      inTurn(() => postDelivery(world, world.tables.deliveries.require(id), stopping.signal)),
    stop: async () => {
      stopping.abort();
      await last;
    },
  };
}

async function deliverDue(
  world: World,
  faults: WebhookFaults,
  stopped: AbortSignal,
): Promise<number> {
  let attempts = 0;
  for (;;) {
    const due = world.tables.deliveries.all().filter((delivery) => isDue(world, delivery));
    if (due.length === 0 || stopped.aborted) return attempts;
    for (const { id } of inOrder(world, faults, due)) {
      const delivery = world.tables.deliveries.get(id);
      if (delivery === undefined || !isDue(world, delivery) || stopped.aborted) continue;
      await postDelivery(world, delivery, stopped);
      attempts += 1;
    }
  }
}

function isDue(world: World, { status, dueAtMs }: Delivery): boolean {
  return status === 'pending' && dueAtMs <= world.nowMs();
}

/** As they came, or shuffled by the seed when a fault wants that. */
function inOrder(
  world: World,
  faults: WebhookFaults,
  due: readonly Delivery[],
): readonly Delivery[] {
  const isShuffled = ({ event }: Delivery) => {
    const found = world.tables.events.get(event);
    return found !== undefined && faults.strike('reorder', found) !== undefined;
  };
  if (!due.some(isShuffled)) return due;
  const shuffled = [...due];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = world.ids.below(last + 1);
    const [one, two] = [shuffled[last], shuffled[other]];
    if (one !== undefined && two !== undefined) [shuffled[last], shuffled[other]] = [two, one];
  }
  return shuffled;
}

import { type EndState, readEndState } from './end-state.ts';
import type { Decorate, Office } from './office.ts';
import { openRoom, type Room } from './room.ts';
import type { Stage } from './stage.ts';

/** So many processes do the same about one request at the same time. */
export const racers = 4;

/**
 * A request that Stripe has decided is ended by whoever is quickest: half of the processes hear of it by webhooks, each in
 * another order, the others reconcile. Answers what is there at the end.
 */
export async function race(
  stage: Stage,
  prepare: (room: Room) => Promise<void>,
  fault?: Decorate,
): Promise<EndState> {
  const room = await openRoom(stage);
  try {
    await prepare(room);
    const events = room.untold();
    const hear = async (office: Office, order: readonly (typeof events)[number][]) => {
      for (const event of order) await office.receive(event);
      await office.wake(room.ctx);
    };
    const runs = Array.from({ length: racers }, (_each, place) => {
      const office = room.colleague(fault);
      if (place % 2 === 1) return office.reconcile(room.ctx);
      return hear(office, place === 0 ? events : events.toReversed());
    });
    const ends = await Promise.allSettled(runs);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    await room.settle();
    await room.reconcile();
    return await readEndState(stage.world.pool, room.ctx.scope);
  } finally {
    await room.close();
  }
}

/** The same without a race: one process hears of it, and reconciles afterwards. */
export async function oneAfterTheOther(
  stage: Stage,
  prepare: (room: Room) => Promise<void>,
): Promise<EndState> {
  const room = await openRoom(stage);
  try {
    await prepare(room);
    await room.hear();
    await room.settle();
    await room.reconcile();
    return await readEndState(stage.world.pool, room.ctx.scope);
  } finally {
    await room.close();
  }
}

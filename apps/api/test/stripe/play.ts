import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import { type EndState, readEndState } from './end-state.ts';
import type { Flow } from './flows.ts';
import type { Decorate } from './office.ts';
import type { Arrival } from './orders.ts';
import { openRoom } from './room.ts';
import type { Stage } from './stage.ts';

/** Plays a flow and tells its events in Stripe's own order, once each. */
export async function playInOrder(
  stage: Stage,
  flow: Flow,
): Promise<{ readonly state: EndState; readonly types: readonly string[] }> {
  const { state, types } = await play(stage, flow, (events) => events);
  return { state, types };
}

/** Plays a flow and tells its events as they arrive, each twice; what no webhook brings is reconciled. */
export async function playAsTheyArrive(
  stage: Stage,
  flow: Flow,
  { order, dropped }: Arrival,
  decorate?: Decorate,
): Promise<EndState> {
  const arriving = (events: readonly StripeEvent[]) => {
    const told = order.filter((place) => place !== dropped).flatMap((place) => events[place] ?? []);
    return [...told.flatMap((event) => [event, event]), ...told];
  };
  return (await play(stage, flow, arriving, { decorate, reconciles: dropped !== null })).state;
}

async function play(
  stage: Stage,
  flow: Flow,
  arriving: (events: readonly StripeEvent[]) => readonly StripeEvent[],
  { decorate, reconciles = false }: { decorate?: Decorate | undefined; reconciles?: boolean } = {},
) {
  const room = await openRoom(stage, decorate);
  try {
    await flow(room);
    const events = room.untold();
    await room.hear(arriving(events));
    await room.settle();
    if (reconciles) await room.reconcile();
    const state = await readEndState(stage.world.pool, room.ctx.scope);
    return { state, types: events.map(({ type }) => type) };
  } finally {
    await room.close();
  }
}

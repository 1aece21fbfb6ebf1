import type Stripe from 'stripe';
import { createIds, type IdSource } from './ids.ts';
import { createTables, dumpTables, restoreTables, type Tables } from './tables.ts';
import type { Event } from './wire.ts';

export const apiVersion = '2026-10-28.endive';

export type EventType = Stripe.Event.Type;

/** Told of every event before it goes out, so that one object's change can move another. */
export type Reaction = (type: EventType, object: { readonly id: string }) => void;

/** How failed renewals are tried again, and what becomes of a subscription whose last attempt failed. */
export type Dunning = {
  readonly retryDays: readonly number[];
  readonly ending: 'canceled' | 'unpaid' | 'past_due';
};

export type World = {
  readonly tables: Tables;
  readonly ids: IdSource;
  readonly dunning: Dunning;
  /** The simulator's own time, which the page and the control functions can move on. */
  nowMs(): number;
  moveTo(ms: number): void;
  /** Time in Stripe's unit, of an object that may live on a test clock. */
  seconds(testClock?: string | null | undefined): number;
  /** What the clock of the machine says: signatures are as old as they really are. */
  wallMs(): number;
  /** Where a person reaches the simulator's pages. */
  url: string;
  /** The request that is being answered, for the events that it makes. */
  request: Event['request'];
  emit(type: EventType, object: { readonly id: string }, previous?: object): Event;
  react(reaction: Reaction): void;
  /** Told of every event after it was stored. */
  onEvent(listener: (event: Event) => void): void;
  /** Runs `work`, and takes back everything that it did when it throws. */
  allOrNothing<T>(work: () => T): T;
  dump(): WorldDump;
  restore(dump: WorldDump): void;
};

export type WorldDump = {
  readonly tables: { readonly [name: string]: readonly object[] };
  readonly offsetMs: number;
  readonly idsUsed: number;
};

export type WorldOptions = {
  readonly nowMs: () => number;
  readonly seed: string;
  readonly dunning: Dunning;
};

export function createWorld({ nowMs, seed, dunning }: WorldOptions): World {
  const tables = createTables();
  const reactions: Reaction[] = [];
  const listeners: ((event: Event) => void)[] = [];
  let ids = createIds(seed);
  let offsetMs = 0;
  const world: World = {
    tables,
    dunning,
    url: '',
    request: noRequest,
    get ids() {
      return ids;
    },
    nowMs: () => nowMs() + offsetMs,
    wallMs: nowMs,
    moveTo: (ms) => {
      offsetMs = ms - nowMs();
    },
    seconds: (testClock) =>
      tables.testClocks.get(testClock ?? '')?.frozen_time ?? Math.floor(world.nowMs() / 1_000),
    emit: (type, object, previous) => {
      const event = tables.events.put(newEvent(world, type, object, previous));
      for (const listener of listeners) listener(event);
      for (const reaction of reactions) reaction(type, object);
      return event;
    },
    react: (reaction) => reactions.push(reaction),
    onEvent: (listener) => listeners.push(listener),
    allOrNothing: (work) => orRestored(tables, work),
    dump: () => ({ tables: dumpTables(tables), offsetMs, idsUsed: ids.used() }),
    restore: (dump) => {
      restoreTables(tables, dump.tables);
      offsetMs = dump.offsetMs;
      ids = createIds(seed, dump.idsUsed);
    },
  };
  return world;
}

function orRestored<T>(tables: Tables, work: () => T): T {
  const before = dumpTables(tables);
  try {
    return work();
  } catch (error) {
    restoreTables(tables, before);
    throw error;
  }
}

export const noRequest = { id: null, idempotency_key: null };

function newEvent(
  world: World,
  type: EventType,
  object: { readonly id: string },
  previous: object | undefined,
): Event {
  return {
    id: world.ids.next('evt_'),
    object: 'event',
    api_version: apiVersion,
    created: world.seconds(),
    data: previous === undefined ? { object } : { object, previous_attributes: previous },
    livemode: false,
    pending_webhooks: 0,
    request: world.request,
    type,
  };
}

/** The fields of `before` that `after` changed, as an event's `previous_attributes`. */
export function previousOf<T extends object>(before: T, after: T): object {
  return Object.fromEntries(
    Object.entries(before).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(after, field)),
    ),
  );
}

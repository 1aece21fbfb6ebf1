import { createHash } from 'node:crypto';

/** A stream of numbers that is the same for the same name, so that the demo is the same everywhere. */
export type Random = {
  /** From 0 up to but not including 1. */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
  /** A whole number between two, both included. */
  readonly between: (least: number, most: number) => number;
  /** Positive and skewed, as sizes of texts are: half of the values lie below `median`. */
  readonly skewed: (median: number, spread: number) => number;
};

/** Opens the stream of a name. */
export function randomOf(name: string): Random {
  let state = createHash('sha256').update(name).digest().readUInt32LE(0);
  // Mulberry32: four lines, evenly spread, good enough for a demo.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    skewed: (median, spread) => {
      // Box–Muller: two even numbers make a normal one, and its exponential is log-normal.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(spread * normal);
    },
  };
}

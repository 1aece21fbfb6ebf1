import type { World } from '../world/world.ts';

/** Something that happens by itself once its time has come. */
export type DueWork = {
  readonly atSeconds: number;
  readonly testClock: string | null;
  readonly run: () => void;
};

/** Lists what may become due; asked anew after everything that ran. */
export type WorkSource = (world: World) => readonly DueWork[];

export type TimeEngine = {
  /** Does what is due by now, and says how much that was. */
  readonly runDue: () => number;
  /** Moves the simulator's time on and does on the way, at its time and in its order, what becomes due. */
  readonly advanceTo: (ms: number) => void;
  /** The same for a test clock, whose objects live in its time alone. */
  readonly advanceClock: (id: string, seconds: number) => void;
};

export function createTimeEngine(world: World, sources: readonly WorkSource[]): TimeEngine {
  const nextDue = (testClock: string | null, untilSeconds: number): DueWork | undefined =>
    sources
      .flatMap((source) => source(world))
      .filter((work) => work.testClock === testClock && work.atSeconds <= untilSeconds)
      .sort((one, other) => one.atSeconds - other.atSeconds)[0];
  const runUntil = (
    testClock: string | null,
    untilSeconds: number,
    moveTo: (seconds: number) => void,
  ): number => {
    for (let done = 0; ; done += 1) {
      const work = nextDue(testClock, untilSeconds);
      if (work === undefined) return done;
      moveTo(work.atSeconds);
      work.run();
    }
  };
  return {
    runDue: () => runUntil(null, world.seconds(), () => undefined),
    advanceTo: (ms) => {
      runUntil(null, Math.floor(ms / 1_000), (seconds) =>
        world.moveTo(Math.max(world.nowMs(), seconds * 1_000)),
      );
      world.moveTo(Math.max(world.nowMs(), ms));
    },
    advanceClock: (id, seconds) => {
      const setTime = (frozen_time: number) =>
        world.tables.testClocks.put({ ...world.tables.testClocks.require(id), frozen_time });
      runUntil(id, seconds, (at) => setTime(Math.max(at, world.seconds(id))));
      setTime(seconds);
    },
  };
}

export type ClosedLoop = {
  readonly callers: number;
  readonly durationMs: number;
  /** One piece of work; told which caller does it. */
  readonly work: (caller: number) => Promise<void>;
};

/** So many callers, each starting the next piece when its last has ended; answers pieces per second. */
export async function closedLoop({
  callers,
  durationMs,
  work,
}: ClosedLoop): Promise<{ readonly perSecond: number }> {
  let done = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  const caller = async (_: unknown, index: number) => {
    while (performance.now() < endsAt) {
      await work(index);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  // The last pieces end after the deadline; they count, and so does their time.
  return { perSecond: done / ((performance.now() - startedAt) / 1_000) };
}

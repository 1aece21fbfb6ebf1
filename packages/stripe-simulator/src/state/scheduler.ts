/** Where timers come from: tests pass one that does nothing and move time themselves. */
export type Scheduler = {
  /** Runs `task` again and again. Answers how to stop it. */
  readonly every: (ms: number, task: () => void) => () => void;
  /** Runs `task` soon, once what is under way has been answered. */
  readonly soon: (task: () => void) => void;
};

export const realScheduler: Scheduler = {
  every: (ms, task) => {
    const timer = setInterval(task, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
  soon: (task) => {
    setImmediate(task);
  },
};

/** Nothing happens by itself. */
export const manualScheduler: Scheduler = {
  every: () => () => undefined,
  soon: () => undefined,
};

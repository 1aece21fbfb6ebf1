const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What ends a program that runs until it is told to stop. */
export type Shutdown = {
  /** Aborted at the first signal, or when `request` is called. */
  readonly signal: AbortSignal;
  readonly request: (reason: string) => void;
  /** Gives the signals back to Node. */
  readonly close: () => void;
};

/** Ctrl-C, a closed terminal and `kill` all end the program in the same orderly way; a second signal ends it at once. */
export function listenForShutdown(onForced: () => void): Shutdown {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) return onForced();
    controller.abort(name);
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    request: (reason) => controller.abort(reason),
    close: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

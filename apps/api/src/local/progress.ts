/** Where the local side says what it is doing. */
export type Progress = {
  /** A line of its own. */
  readonly note: (line: string) => void;
  /** Runs work under a label: told when it takes long, and how long it took. */
  readonly step: <Value>(label: string, work: () => Promise<Value>) => Promise<Value>;
};

/** Work below this passes without a line of its own. */
const noticeableMs = 300;

/** Reports to a stream of lines. Steps may overlap, so each line stands by itself. */
export function lineProgress(write: (line: string) => void): Progress {
  return {
    note: (line) => write(`  ${line}`),
    step: async (label, work) => {
      const startedMs = performance.now();
      const timer = setTimeout(() => write(`… ${label}`), noticeableMs);
      try {
        const value = await work();
        const tookMs = performance.now() - startedMs;
        if (tookMs >= noticeableMs) write(`✓ ${label} (${(tookMs / 1000).toFixed(1)} s)`);
        return value;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Says nothing. */
export const silentProgress: Progress = {
  note: () => {},
  step: (_label, work) => work(),
};

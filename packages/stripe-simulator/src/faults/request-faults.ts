import { matchesGlob } from 'node:path/posix';

/**
 * What is to go wrong with the next requests that match. `before` nothing is done of what was asked; `after` it is done,
 * and whoever asked does not learn of it.
 */
export type RequestFault = {
  readonly method?: 'GET' | 'POST' | 'DELETE' | undefined;
  /** A path in which `*` stands for one part and `**` for any number: `/v1/refunds`, `/v1/payment_intents/*`. */
  readonly path?: string | undefined;
  readonly times?: number | undefined;
  readonly when: 'before' | 'after';
  /** `stall` goes on as if nothing had happened once stalled requests are released. */
  readonly answer: 'timeout' | 'close' | 'stall' | 500 | 429 | 409;
};

export type RequestFaults = {
  readonly add: (fault: RequestFault) => void;
  readonly clear: () => void;
  readonly list: () => readonly RequestFault[];
  /** The fault that strikes this request; it is used up by one. */
  readonly strike: (method: string, path: string) => RequestFault | undefined;
  /** Waits until stalled requests may go on. */
  readonly stall: () => Promise<void>;
  readonly stalled: () => number;
  readonly release: () => void;
};

export function createRequestFaults(): RequestFaults {
  let faults: readonly RequestFault[] = [];
  let waiting: (() => void)[] = [];
  return {
    add: (fault) => {
      faults = [...faults, fault];
    },
    clear: () => {
      faults = [];
    },
    list: () => faults,
    strike: (method, path) => {
      const struck = faults.find((fault) => matches(fault, method, path));
      if (struck === undefined) return undefined;
      const left = (struck.times ?? 1) - 1;
      faults = faults.flatMap((fault) => {
        if (fault !== struck) return [fault];
        return left > 0 ? [{ ...fault, times: left }] : [];
      });
      return struck;
    },
    stall: () => new Promise((resolve) => waiting.push(resolve)),
    stalled: () => waiting.length,
    release: () => {
      const released = waiting;
      waiting = [];
      for (const goOn of released) goOn();
    },
  };
}

function matches(fault: RequestFault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  return matchesGlob(path, fault.path ?? '/v1/**');
}

import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { DueEvent } from '../../../ports/event-inbox.ts';
import { type ProcessDeps, processEvent } from './process-events.ts';
import { receiveStripeEvent } from './receive-event.ts';

export type StripeDoor = {
  /** Stores an event and begins to process it; answers whether it is new as soon as it is stored (rule E1). */
  readonly receive: (event: StripeEvent) => Promise<boolean>;
  /** Waits for what was begun. */
  readonly close: () => Promise<void>;
};

type Begun = { readonly scope: ProjectScope; readonly event: DueEvent };

/** More would only wait for each other's connections. */
const atOnceMax = 8;
/** What comes while so many wait is left to the job, which finds it stored. */
const waitingMax = 10_000;

/** Where events of Stripe come in. */
export function createStripeDoor(
  deps: ProcessDeps & { readonly onError: (error: unknown) => void },
): StripeDoor {
  const waiting: Begun[] = [];
  const running = new Set<Promise<void>>();
  let isClosed = false;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined && !isClosed; next = waiting.shift()) {
      // A fault is noted at the event, which the job tries again.
      await processEvent(deps, next.scope, next.event).catch(deps.onError);
    }
  };
  const begin = (begun: Begun) => {
    if (waiting.length < waitingMax) waiting.push(begun);
    if (running.size >= atOnceMax) return;
    const worker = work().finally(() => running.delete(worker));
    running.add(worker);
  };
  return {
    receive: async (received) => {
      const { scope, event, isNew } = await receiveStripeEvent(deps, received);
      if (isNew) begin({ scope, event });
      return isNew;
    },
    close: async () => {
      isClosed = true;
      await Promise.all(running);
    },
  };
}

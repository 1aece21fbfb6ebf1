import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import { type ProcessDeps, processEvent } from './process-events.ts';
import { receiveStripeEvent } from './receive-event.ts';

export type StripeDoor = {
  /** Stores an event and begins to process it; answers whether it is new as soon as it is stored (rule E1). */
  readonly receive: (event: StripeEvent) => Promise<boolean>;
  /** Waits for what was begun. */
  readonly close: () => Promise<void>;
};

/** Where events of Stripe come in. */
export function createStripeDoor(
  deps: ProcessDeps & { readonly onError: (error: unknown) => void },
): StripeDoor {
  const running = new Set<Promise<void>>();
  return {
    receive: async (received) => {
      const { scope, event, isNew } = await receiveStripeEvent(deps, received);
      if (!isNew) return false;
      // A fault is noted at the event, which the job tries again.
      const processing = processEvent(deps, scope, event)
        .catch(deps.onError)
        .finally(() => running.delete(processing));
      running.add(processing);
      return true;
    },
    close: async () => {
      await Promise.all(running);
    },
  };
}

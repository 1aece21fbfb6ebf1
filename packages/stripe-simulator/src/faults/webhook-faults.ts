import type { Event } from '../world/wire.ts';

/** What is to go wrong with webhooks. Without types it is about all of them, without a count until it is cleared. */
export type WebhookFault = {
  readonly kind: 'drop' | 'delay' | 'duplicate' | 'reorder';
  readonly types?: readonly string[] | undefined;
  readonly times?: number | undefined;
  /** For `delay`. */
  readonly delayMs?: number | undefined;
};

export type WebhookFaults = {
  readonly add: (fault: WebhookFault) => void;
  readonly clear: () => void;
  readonly list: () => readonly WebhookFault[];
  /** The fault of this kind that strikes this event, if there is one; it is used up by one. */
  readonly strike: (kind: WebhookFault['kind'], event: Event) => WebhookFault | undefined;
};

export function createWebhookFaults(): WebhookFaults {
  let faults: readonly WebhookFault[] = [];
  return {
    add: (fault) => {
      faults = [...faults, fault];
    },
    clear: () => {
      faults = [];
    },
    list: () => faults,
    strike: (kind, event) => {
      const struck = faults.find(
        (fault) => fault.kind === kind && (fault.types ?? [event.type]).includes(event.type),
      );
      if (struck?.times !== undefined) {
        const left = struck.times - 1;
        faults = faults.flatMap((fault) => {
          if (fault !== struck) return [fault];
          return left > 0 ? [{ ...fault, times: left }] : [];
        });
      }
      return struck;
    },
  };
}

import type { RequestFault, RequestFaults } from '../faults/request-faults.ts';
import type { TimeEngine } from '../time/time-engine.ts';
import type { WebhookControl } from '../webhooks/webhook-control.ts';
import type { World } from '../world/world.ts';
import { type BillingControl, createBillingControl } from './billing-control.ts';
import { changingWith } from './changing.ts';
import { createPaymentControl, type PaymentControl } from './payment-control.ts';

/** What tests and people do to the simulator, and what no request of Stripe's API could do. */
export type Control = PaymentControl &
  BillingControl & {
    readonly nowMs: () => number;
    /** Moves the simulator's time on; what becomes due on the way is done. */
    readonly advanceTo: (ms: number) => void;
    /** Lets matching requests fail; see `RequestFault`. */
    readonly failRequests: (fault: RequestFault) => void;
    readonly requestFaults: () => readonly RequestFault[];
    readonly clearRequestFaults: () => void;
    readonly stalledRequests: () => number;
    readonly releaseStalled: () => void;
    readonly webhooks: WebhookControl;
  };

export type ControlDeps = {
  readonly world: World;
  readonly engine: TimeEngine;
  readonly requestFaults: RequestFaults;
  readonly webhooks: WebhookControl;
  readonly onChange: () => void;
};

export function createControl(deps: ControlDeps): Control {
  const { world, engine, requestFaults, webhooks } = deps;
  const changing = changingWith(deps.onChange);
  return {
    ...createPaymentControl(world, changing),
    ...createBillingControl(world, engine, changing),
    nowMs: world.nowMs,
    advanceTo: changing(engine.advanceTo),
    failRequests: requestFaults.add,
    requestFaults: requestFaults.list,
    clearRequestFaults: requestFaults.clear,
    stalledRequests: requestFaults.stalled,
    releaseStalled: requestFaults.release,
    webhooks: {
      ...webhooks,
      addEndpoint: changing(webhooks.addEndpoint),
      release: changing(webhooks.release),
      rollSecret: changing(webhooks.rollSecret),
    },
  };
}

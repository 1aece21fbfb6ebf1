import { type StripeEvent, stripeEvent } from '@purser/schema/contract/stripe-event';
import { type StripeSimulator, startStripeSimulator } from '@purser/stripe-simulator/simulator';
import { manualScheduler } from '@purser/stripe-simulator/state/scheduler';
import { createStripeGateway } from '../adapters/stripe/stripe-gateway.ts';
import type { StripeGateway } from '../ports/stripe-gateway.ts';
import { processEvents } from '../use-cases/stripe/events/process-events.ts';
import { receiveStripeEvent } from '../use-cases/stripe/events/receive-event.ts';
import { type AdminWorld, openAdminWorld, worldNow } from './admin-world.ts';
import { openImpatientStripe } from './impatient-stripe.ts';

/** A project whose Stripe is a simulator of its own, asked through Stripe's real library. */
export type StripeWorld = AdminWorld & {
  readonly sim: StripeSimulator;
  readonly gateway: StripeGateway;
  /** What Stripe has told since it was last heard, oldest first; it stays untold. */
  readonly untold: () => readonly StripeEvent[];
  /** Takes events in and processes them, each as soon as it came, and whatever waited; without events all that is untold. */
  readonly hear: (events?: readonly StripeEvent[]) => Promise<void>;
  /** The instant that `passTime` has come to. */
  readonly nowMs: () => number;
  /** Time goes on in which requests are asked and events are processed again. */
  readonly passTime: (ms: number) => Promise<void>;
  /** A user pays at Stripe, and the payment is heard of. Answers the payment intent and its charge. */
  readonly pay: (payment: {
    readonly userId: string;
    readonly cents: number;
    readonly packageId?: string;
    readonly card?: string;
    /** False: Stripe's events about it stay untold. */
    readonly isHeard?: boolean;
  }) => Promise<{ readonly paymentId: string; readonly chargeId: string }>;
};

export async function openStripeWorld(): Promise<StripeWorld> {
  const sim = await startStripeSimulator({
    seed: 'purser',
    scheduler: manualScheduler,
    nowMs: () => worldNow.getTime(),
  });
  const stripe = openImpatientStripe(sim.url);
  const gateway = createStripeGateway(stripe, 'simulator');
  const clock = { nowMs: worldNow.getTime() };
  const world = await openAdminWorld({ gateway, system: { nowMs: () => clock.nowMs } });
  const passTime = async (ms: number) => {
    clock.nowMs += ms;
    // What waits in real time waits by the clock of no project.
    await world.pool.query(
      `INSERT INTO project_clock (tenant_id, project_id, offset_ms, frozen_at) VALUES (0, 0, 0, $1)
       ON CONFLICT (tenant_id, project_id) DO UPDATE SET frozen_at = excluded.frozen_at`,
      [new Date(clock.nowMs)],
    );
  };
  await passTime(0);
  let told = 0;
  const untold = () =>
    sim.state.events
      .all()
      .slice(told)
      .map((event) => stripeEvent.parse(event));
  const hear = async (events: readonly StripeEvent[] = untold()) => {
    told = sim.state.events.size;
    for (const event of events) {
      await receiveStripeEvent(world.events, event);
      await processEvents(world.events, world.ctx.scope);
    }
    if (events.length === 0) await processEvents(world.events, world.ctx.scope);
  };
  let payments = 0;
  const pay: StripeWorld['pay'] = async ({ userId, cents, packageId, card, isHeard = true }) => {
    payments += 1;
    const bought =
      packageId === undefined
        ? { purpose: 'wallet_topup' }
        : { purpose: 'quota_package', package: packageId };
    const answer = await gateway.createPaymentIntent({
      idempotencyKey: `payment-${payments}`,
      amountCents: BigInt(cents),
      metadata: { user_id: userId, tenant: 'home', project: 'demo', ...bought },
    });
    if (answer.kind !== 'done') throw new Error(`Stripe answered ${JSON.stringify(answer)}`);
    const { paymentId } = answer.value;
    const { latest_charge: charge } = sim.control.payIntent(paymentId, card);
    if (typeof charge !== 'string') throw new Error('The payment has no charge.');
    if (isHeard) await hear();
    return { paymentId, chargeId: charge };
  };
  return {
    ...world,
    sim,
    gateway,
    untold,
    nowMs: () => clock.nowMs,
    hear,
    passTime,
    pay,
    close: async () => {
      await world.close();
      await sim.stop();
    },
  };
}

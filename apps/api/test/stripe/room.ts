import type { RequestContext } from '@purser/schema/contract/request-context';
import { type StripeEvent, stripeEvent } from '@purser/schema/contract/stripe-event';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { type StripeSimulator, startStripeSimulator } from '@purser/stripe-simulator/simulator';
import { manualScheduler } from '@purser/stripe-simulator/state/scheduler';
import type Stripe from 'stripe';
import { createStripeGateway } from '../../src/adapters/stripe/stripe-gateway.ts';
import { worldNow } from '../../src/testing/admin-world.ts';
import { openImpatientStripe } from '../../src/testing/impatient-stripe.ts';
import { handlers } from '../../src/use-cases/stripe/events/handlers.ts';
import { type Decorate, type Office, openOffice } from './office.ts';
import type { Stage } from './stage.ts';

/** A project and a Stripe of its own, in a database that it shares with others. Webhooks are held. */
export type Room = {
  readonly ctx: RequestContext;
  readonly sim: StripeSimulator;
  /** Stripe's own library, for what is done at Stripe and not by Purser. */
  readonly stripe: Stripe;
  readonly useCases: Pick<UseCases, 'wallet' | 'payment' | 'subscription'>;
  /** Moves Stripe's time and the project's, and does what becomes due at Stripe. */
  readonly moveTo: (iso: string) => Promise<void>;
  /** What Stripe has told that changes anything, and nobody has delivered, oldest first. */
  readonly untold: () => readonly StripeEvent[];
  /** Delivers events, without any all that is untold; each is processed as soon as it is stored. */
  readonly hear: (events?: readonly StripeEvent[]) => Promise<void>;
  /** Processes what waits until nothing moves any more. */
  readonly settle: () => Promise<void>;
  /** Asks Stripe for what no webhook brought and for requests that are pending. */
  readonly reconcile: () => Promise<void>;
  /** Another process beside the first one. */
  readonly colleague: (decorate?: Decorate) => Office;
  /** Another process takes over the database and the same Stripe, some minutes later. */
  readonly restart: (decorate?: Decorate) => void;
  readonly close: () => Promise<void>;
};

/** Longer than a caller keeps a request of Stripe to itself. */
const claimMs = 120_000;
const roundsMax = 8;

export async function openRoom(stage: Stage, decorate?: Decorate): Promise<Room> {
  const { slug, scope } = await stage.newProject();
  const clock = { nowMs: worldNow.getTime() };
  const sim = await startStripeSimulator({
    seed: slug,
    scheduler: manualScheduler,
    nowMs: () => worldNow.getTime(),
  });
  const stripe = openImpatientStripe(sim.url);
  const ctx = { ...stage.world.ctx, scope };
  const parts = {
    stage,
    slug,
    gateway: createStripeGateway(stripe, 'simulator'),
    system: { nowMs: () => clock.nowMs },
  };
  let office = openOffice(parts, decorate);
  for (const [planId, cents] of Object.entries(stage.plans)) {
    sim.control.ensurePrice({ id: `price_${planId}`, productName: planId, unitAmount: cents });
  }
  let told = 0;
  const untold = () =>
    sim.state.events
      .all()
      .slice(told)
      .filter(({ type }) => type in handlers)
      .map((event) => stripeEvent.parse(event));
  let isRead = false;
  /** Notes from where on Stripe's list of events is read: without it the list of a day is. */
  const readOnce = async () => {
    if (!isRead) await office.reconcile(ctx);
    isRead = true;
  };
  return {
    ctx,
    sim,
    stripe,
    get useCases() {
      return office.useCases;
    },
    moveTo: async (iso) => {
      if (sim.state.events.size > 0) await readOnce();
      clock.nowMs = Date.parse(iso);
      sim.control.advanceTo(clock.nowMs);
      await stage.setNow(scope, new Date(iso));
      if (sim.state.events.size === 0) await readOnce();
    },
    untold,
    hear: async (events = untold()) => {
      told = sim.state.events.size;
      for (const event of events) await office.receive(event);
    },
    settle: async () => {
      for (let round = 0; round < roundsMax && (await office.wake(ctx)) > 0; round += 1);
    },
    reconcile: () => office.reconcile(ctx),
    colleague: (next) => openOffice(parts, next),
    restart: (next) => {
      clock.nowMs += claimMs;
      office = openOffice(parts, next);
    },
    close: () => sim.stop(),
  };
}

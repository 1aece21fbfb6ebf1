import type { RequestContext } from '@purser/schema/contract/request-context';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { createSettings } from '../../src/adapters/postgres/settings.ts';
import { createStripeQueue } from '../../src/adapters/postgres/stripe-queue.ts';
import { openEvents } from '../../src/composition/open-events.ts';
import { openStripeParts } from '../../src/composition/open-stripe.ts';
import type { AlertLog } from '../../src/ports/alert-log.ts';
import type { EventInbox } from '../../src/ports/event-inbox.ts';
import type { ScopeDirectory } from '../../src/ports/scope-directory.ts';
import type { Settings } from '../../src/ports/settings.ts';
import type { StripeGateway } from '../../src/ports/stripe-gateway.ts';
import type { StripeQueue } from '../../src/ports/stripe-queue.ts';
import type { System } from '../../src/ports/system.ts';
import { eventConfig } from '../../src/testing/event-config.ts';
import type { CommandDeps } from '../../src/use-cases/command/run-command.ts';
import { processEvent, processEvents } from '../../src/use-cases/stripe/events/process-events.ts';
import { receiveStripeEvent } from '../../src/use-cases/stripe/events/receive-event.ts';
import { paymentUseCases } from '../../src/use-cases/stripe/payments/payment-use-cases.ts';
import { reconcileStripeWith } from '../../src/use-cases/stripe/reconcile/reconcile-stripe.ts';
import { askDueRequests } from '../../src/use-cases/stripe/requests/ask-due-requests.ts';
import { createStripeDesk } from '../../src/use-cases/stripe/requests/stripe-desk.ts';
import { subscriptionUseCases } from '../../src/use-cases/subscription/subscription-use-cases.ts';
import { walletUseCases } from '../../src/use-cases/wallet/wallet-use-cases.ts';
import type { Stage } from './stage.ts';

/** What a process has to do with: where it can be stopped, and what may be plain values instead of PostgreSQL. */
export type Ports = Pick<CommandDeps, 'unitOfWork' | 'clock' | 'announce'> & {
  readonly gateway: StripeGateway;
  readonly inbox: EventInbox;
  readonly settings: Settings;
  readonly scopes: ScopeDirectory;
  readonly alerts: AlertLog;
  readonly queue: StripeQueue;
  readonly system: Pick<System, 'nowMs'>;
};
export type Decorate = (ports: Ports) => Ports;

/** What one process does about Stripe in one project. */
export type Office = {
  readonly useCases: Pick<UseCases, 'wallet' | 'payment' | 'subscription'>;
  /** What a webhook does. */
  readonly receive: (event: StripeEvent) => Promise<void>;
  /** Processes what waits, whenever it would be tried again; answers whether anything still does, as a number. */
  readonly wake: (ctx: RequestContext) => Promise<number>;
  /** The job that asks for requests, and the button. */
  readonly reconcile: (ctx: RequestContext) => Promise<void>;
};

export type OfficeParts = {
  readonly stage: Stage;
  readonly slug: string;
  readonly gateway: StripeGateway;
  readonly system: Pick<System, 'nowMs'>;
};

export function openOffice(
  { stage, slug, gateway, system }: OfficeParts,
  decorate: Decorate = (ports) => ports,
): Office {
  const { pool, deps: shared, events: sharedEvents } = stage.world;
  const { inbox, scopes, alerts } = sharedEvents;
  const { unitOfWork, clock, announce } = shared;
  const ports = decorate({
    ...{ unitOfWork, clock, announce, gateway, inbox, scopes, alerts, system },
    settings: settingsOf(createSettings(pool), slug),
    queue: createStripeQueue(pool),
  });
  const commands = {
    ...shared,
    ...{ unitOfWork: ports.unitOfWork, clock: ports.clock, announce: ports.announce },
  };
  const deps = {
    ...commands,
    stripe: createStripeDesk({ ...commands, gateway: ports.gateway, system }),
  };
  const opened = openEvents({
    config: { ...eventConfig, defaultProject: slug },
    pool,
    commands,
    gateway: ports.gateway,
    desk: deps.stripe,
    onError,
  });
  const events = { ...opened, inbox: ports.inbox, scopes: ports.scopes, alerts: ports.alerts };
  const parts = {
    ...openStripeParts({ config: eventConfig, pool, events, system }),
    settings: ports.settings,
    queue: ports.queue,
  };
  return {
    useCases: {
      wallet: walletUseCases(deps),
      payment: paymentUseCases(deps),
      subscription: subscriptionUseCases(deps),
    },
    receive: async (told) => {
      const { scope, event, isNew } = await receiveStripeEvent(events, told);
      if (isNew) await processEvent(events, scope, event);
    },
    wake: async ({ scope }) => {
      await events.inbox.wake(scope);
      await processEvents(events, scope);
      await events.inbox.wake(scope);
      return (await events.inbox.due(scope, 1)).length;
    },
    reconcile: async (ctx) => {
      await askDueRequests({ desk: deps.stripe, queue: parts.queue, system }, ctx.scope);
      const outcome = await reconcileStripeWith(parts)(ctx, { kind: 'all', limit: 100 }, {});
      if (!outcome.ok) throw new Error(outcome.rejection.message);
    },
  };
}

/** Every run has a Stripe of its own, so how far its events were read is its own affair. */
function settingsOf(settings: Settings, slug: string): Settings {
  return {
    put: (key, value) => settings.put(`${slug}/${key}`, value),
    startingWith: async (prefix) => {
      const kept = await settings.startingWith(`${slug}/${prefix}`);
      return new Map([...kept].map(([key, value]) => [key.slice(slug.length + 1), value]));
    },
  };
}

const onError = (error: unknown): never => {
  throw error;
};

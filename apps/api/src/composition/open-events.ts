import type { Pool } from 'pg';
import { createAlertLog } from '../adapters/postgres/alert-log.ts';
import { createEventInbox } from '../adapters/postgres/event-inbox.ts';
import { createEventReader } from '../adapters/postgres/event-reader.ts';
import { createScopeDirectory } from '../adapters/postgres/scope-directory.ts';
import { poolRunner } from '../adapters/postgres/sql-runner.ts';
import type { ReadyConfig } from '../config/config.ts';
import type { StripeGateway } from '../ports/stripe-gateway.ts';
import type { CommandDeps } from '../use-cases/command/run-command.ts';
import type { EventDeps } from '../use-cases/event/event-use-cases.ts';
import type { StripeDesk } from '../use-cases/stripe/requests/stripe-desk.ts';
import { openPaymentSigner } from './stripe-secrets.ts';

export type EventParts = {
  readonly config: Pick<
    ReadyConfig,
    'stripe' | 'secret' | 'previousSecret' | 'defaultTenant' | 'defaultProject'
  >;
  readonly pool: Pool;
  readonly commands: CommandDeps;
  /** Null where Stripe is not configured. */
  readonly gateway: StripeGateway | null;
  readonly desk: StripeDesk | null;
  readonly onError: (error: unknown) => void;
};

/** What outside events are taken in, processed and shown with. */
export function openEvents({
  config,
  pool,
  commands,
  gateway,
  desk,
  onError,
}: EventParts): EventDeps {
  return {
    ...commands,
    inbox: createEventInbox(pool),
    events: createEventReader(poolRunner(pool)),
    scopes: createScopeDirectory(pool),
    defaults: { tenant: config.defaultTenant, project: config.defaultProject },
    alerts: createAlertLog(pool),
    gateway,
    desk,
    payments: {
      signer: openPaymentSigner(config),
      trustMetadata: config.stripe.trustMetadata,
    },
    onError,
  };
}

import type { Pool } from 'pg';
import { createSettings } from '../adapters/postgres/settings.ts';
import { poolRunner } from '../adapters/postgres/sql-runner.ts';
import { createStripeQueue } from '../adapters/postgres/stripe-queue.ts';
import { createStripeReader } from '../adapters/postgres/stripe-reader.ts';
import type { ReadyConfig } from '../config/config.ts';
import type { System } from '../ports/system.ts';
import type { EventDeps } from '../use-cases/event/event-use-cases.ts';
import type { StripeUseCaseDeps } from '../use-cases/stripe/stripe-use-cases.ts';
import { stripeWebhookSecrets } from './stripe-secrets.ts';

export type StripeParts = {
  readonly config: Pick<ReadyConfig, 'stripe' | 'secret' | 'previousSecret'>;
  readonly pool: Pool;
  readonly events: EventDeps;
  readonly system: Pick<System, 'nowMs'>;
};

/** What is asked of Stripe and shown of it, over PostgreSQL. */
export function openStripeParts({ config, pool, events, system }: StripeParts): StripeUseCaseDeps {
  return {
    ...events,
    system,
    queue: createStripeQueue(pool),
    settings: createSettings(pool),
    reader: createStripeReader(poolRunner(pool)),
    webhookConfigured: stripeWebhookSecrets(config).length > 0,
    simulatorUrl: config.stripe.apiUrl ?? null,
  };
}

import type { Registry } from 'prom-client';
import type { StripeQueue } from '../../ports/stripe-queue.ts';
import { measure } from './measure.ts';

/** How long things have waited for Stripe, or Stripe has been silent; read when Prometheus asks. */
export function measureStripe(registry: Registry, queue: StripeQueue): void {
  measure(registry, {
    name: 'purser_stripe_oldest_pending_seconds',
    help: 'Age of the oldest request that Stripe has not decided; none where nothing is pending.',
    label: 'project',
    read: async () => [...(await queue.pendingAges())],
  });
  measure(registry, {
    name: 'purser_stripe_event_age_seconds',
    help: 'How long ago the last event of Stripe came in; none where none ever did.',
    label: 'project',
    read: async () => [...(await queue.eventAges())],
  });
}

import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { StripeReader } from '../../ports/stripe-reader.ts';
import { fixDriftWith } from './drift/fix-drift.ts';
import { readDrift } from './drift/read-drift.ts';
import { readStripeStatus, type StatusDeps } from './read-status.ts';
import { type ReconcileDeps, reconcileStripeWith } from './reconcile/reconcile-stripe.ts';

export type StripeUseCaseDeps = StatusDeps &
  ReconcileDeps & {
    readonly reader: StripeReader;
  };

/** What surfaces ask about Stripe as a whole; payments and subscriptions have use cases of their own. */
export function stripeUseCases(deps: StripeUseCaseDeps): UseCases['stripe'] {
  const { reader } = deps;
  return {
    reconcile: reconcileStripeWith(deps),
    status: (ctx) => readStripeStatus(deps, ctx.scope),
    drift: (ctx, { days }) => readDrift(deps, ctx.scope, days),
    fixDrift: fixDriftWith(deps),
    requests: (ctx, filter) => reader.requests(ctx.scope, filter),
    request: (ctx, { id }) => reader.request(ctx.scope, id),
    payments: (ctx, filter) => reader.payments(ctx.scope, filter),
    refunds: (ctx, filter) => reader.refunds(ctx.scope, filter),
    disputes: (ctx, filter) => reader.disputes(ctx.scope, filter),
    invoices: (ctx, filter) => reader.invoices(ctx.scope, filter),
  };
}

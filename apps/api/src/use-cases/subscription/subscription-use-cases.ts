import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { subscriptionsAtStripe } from '../stripe/subscriptions/subscriptions-at-stripe.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { cancelSubscription } from './cancel-subscription.ts';
import { changePlan } from './change-plan.ts';
import { createSubscription } from './create-subscription.ts';
import { listSubscriptions, readSubscription } from './read-subscriptions.ts';
import { reapHoldsWith } from './reap-holds.ts';
import { renewSubscription } from './renew-subscription.ts';
import { resumeSubscription } from './resume-subscription.ts';
import { setSubscriptionOverdraft } from './set-subscription-overdraft.ts';
import { sweepPeriodsWith } from './sweep-periods.ts';
import { topUpSubscription } from './top-up-subscription.ts';

export function subscriptionUseCases(deps: UseCaseDeps): UseCases['subscription'] {
  const { subscriptions } = deps.readers;
  return {
    list: (ctx, filter) => listSubscriptions(deps, ctx, filter),
    get: (ctx, { userId }) => readSubscription(deps, ctx, userId),
    periods: (ctx, filter) => subscriptions.periods(ctx.scope, filter),
    periodTransfers: (ctx, of) => subscriptions.periodTransfers(ctx.scope, of),
    firstPeriodTransfers: (ctx, of) => subscriptions.firstPeriodTransfers(ctx.scope, of),
    ...subscriptionsAtStripe(deps, {
      create: bindCommand(deps, createSubscription),
      changePlan: bindCommand(deps, changePlan),
      cancel: bindCommand(deps, cancelSubscription),
      resume: bindCommand(deps, resumeSubscription),
    }),
    renew: bindCommand(deps, renewSubscription),
    topUp: bindCommand(deps, topUpSubscription),
    setOverdraft: bindCommand(deps, setSubscriptionOverdraft),
    sweep: sweepPeriodsWith(deps),
    reap: reapHoldsWith(deps),
  };
}

import type { RequestContext } from '@purser/schema/contract/request-context';
import type { StripeSubscriptionMade } from '@purser/schema/contract/subscription';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { UseCaseDeps } from '../../use-case-deps.ts';
import type { StripeDesk } from '../requests/stripe-desk.ts';
import { type Asked, askSubscription } from './ask-subscription.ts';
import { cancelAtStripe, changePlanAtStripe, resumeAtStripe } from './change-at-stripe.ts';
import { previewPlanChange } from './preview-plan-change.ts';
import { subscribe } from './subscribe.ts';

type Commands = Pick<UseCases['subscription'], 'create' | 'cancel' | 'resume' | 'changePlan'>;
type StripeDeps = UseCaseDeps & { readonly stripe: StripeDesk };

/** Commands on subscriptions go where the plan, or the subscription, is charged: here, or at Stripe (rule X34). */
export function subscriptionsAtStripe(deps: UseCaseDeps, internal: Commands): Commands {
  const { stripe } = deps;
  if (stripe === null) return internal;
  const atStripe = commandsAtStripe({ ...deps, stripe });
  const peek = <Value>(ctx: RequestContext, read: (stores: Stores) => Promise<Value>) =>
    deps.unitOfWork.run(ctx.scope, async (stores) => ({
      commit: false,
      value: await read(stores),
    }));
  const hasLive = (ctx: RequestContext, userId: string) =>
    peek(ctx, async (stores) => {
      const user = await stores.users.find(userId);
      const latest = user && (await stores.subscriptions.latest(user.id));
      return latest?.record.provider === 'stripe' && latest.record.status !== 'canceled';
    });
  const userNamed = (ctx: RequestContext, stripeSubscriptionId: string) =>
    peek(ctx, (stores) => stores.subscriptions.userOfStripe(stripeSubscriptionId));
  return {
    create: async (ctx, input, meta) => {
      const plan = await peek(ctx, (stores) => stores.plans.find(input.planId));
      const commands = plan?.provider === 'stripe' ? atStripe : internal;
      return commands.create(ctx, input, meta);
    },
    cancel: async (ctx, input, meta) => {
      const { userId = await userNamed(ctx, input.stripeSubscriptionId ?? '') } = input;
      const isStripes = userId !== null && (await hasLive(ctx, userId));
      return isStripes
        ? atStripe.cancel(ctx, { ...input, userId }, meta)
        : internal.cancel(ctx, input, meta);
    },
    resume: async (ctx, input, meta) =>
      ((await hasLive(ctx, input.userId)) ? atStripe : internal).resume(ctx, input, meta),
    changePlan: async (ctx, input, meta) =>
      ((await hasLive(ctx, input.userId)) ? atStripe : internal).changePlan(ctx, input, meta),
  };
}

function commandsAtStripe(deps: StripeDeps): Commands {
  return {
    create: async (ctx, input, meta) => {
      const outcome = await askSubscription(deps, subscribe, { ctx, input, meta });
      if (!outcome.ok) return outcome;
      const { isNew, subscription, request } = outcome.value;
      const action = isNew ? ('created' as const) : ('duplicate' as const);
      return { ...outcome, value: { action, subscription, stripe: madeBy(request) } };
    },
    cancel: async (ctx, { userId = '', atPeriodEnd }, meta) => {
      if (atPeriodEnd === false) return { ok: false, rejection: onlyAtPeriodEnd };
      const asked = { ctx, input: { userId }, meta };
      const outcome = await askSubscription(deps, cancelAtStripe, asked);
      if (!outcome.ok) return outcome;
      const { subscription } = outcome.value;
      const action = isDone(outcome.value) ? ('duplicate' as const) : ('pending' as const);
      return { ...outcome, value: { action, subscription } };
    },
    resume: async (ctx, { userId }, meta) => {
      const asked = { ctx, input: { userId }, meta };
      const outcome = await askSubscription(deps, resumeAtStripe, asked);
      return outcome.ok ? { ...outcome, value: outcome.value.subscription } : outcome;
    },
    changePlan: async (ctx, input, meta) => {
      const outcome = await askSubscription(deps, changePlanAtStripe, { ctx, input, meta });
      if (!outcome.ok) return outcome;
      const { subscription, move } = outcome.value;
      if (outcome.dryRun && move !== undefined) {
        return previewPlanChange(deps.stripe.gateway, { ...outcome.value, move });
      }
      const waits = subscription.pendingPlanId !== null;
      const moved = waits ? ('scheduled' as const) : ('upgraded' as const);
      const effectiveAt = (waits ? subscription.period?.endsAt : null) ?? subscription.updatedAt;
      const action = isDone(outcome.value) ? ('unchanged' as const) : moved;
      const value = { action, effectiveAt, differenceMicroUsd: 0n, subscription };
      return { ...outcome, value };
    },
  };
}

/** It was so before anything was asked. */
function isDone({ isNew, requestId }: Asked): boolean {
  return !isNew && requestId === null;
}

function madeBy(request: StripeRequestRecord | null): StripeSubscriptionMade | null {
  const answer = request?.answer ?? null;
  if (answer === null) return null;
  const text = (name: string) => {
    const value = answer[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    customerId: text('customerId'),
    subscriptionId: text('stripeSubscriptionId'),
    latestInvoiceId: text('latestInvoiceId'),
    paymentIntentId: text('paymentId'),
    clientSecret: text('clientSecret'),
  };
}

const onlyAtPeriodEnd = {
  code: 'invalid_value' as const,
  field: 'atPeriodEnd',
  message: 'A subscription that Stripe charges for ends with its period. Send true, or nothing.',
};

import { accepted, rejected } from '@purser/domain/outcome';
import { anchorDayOf } from '@purser/domain/subscription/period';
import type { CreateSubscription } from '@purser/schema/contract/subscription';
import type { PlanRecord } from '../../../ports/plan-store.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { SubscriptionRecord } from '../../../ports/subscription-store.ts';
import type { CommandDefinition, Moment } from '../../command/run-command.ts';
import { applyChange } from '../../subscription/apply-change.ts';
import { exists, subscribablePlan } from '../../subscription/create-subscription.ts';
import { type LoadedSubscription, loadSubscription } from '../../subscription/load-subscription.ts';
import type { SubscriptionChange } from '../../subscription/subscription-change.ts';
import { decideChange, decideNothing } from '../../subscription/subscription-decision.ts';
import { subscriptionView } from '../../subscription/subscription-view.ts';
import { type CustomerParams, customerParams } from '../requests/customer.ts';
import { newRequest } from '../requests/new-request.ts';
import type { RequestAsked } from './ask-subscription.ts';
import type { SubscriptionParams } from './subscription-params.ts';

type State = LoadedSubscription & {
  readonly plan: PlanRecord | null;
  readonly customer: CustomerParams;
  /** The request that made the live subscription. */
  readonly earlier: StripeRequestRecord | null;
};

type Change = { readonly change: SubscriptionChange; readonly request: StripeRequestRecord };

/**
 * Phase one of subscribing at Stripe (rule X34): the subscription is here, incomplete, with the request for it; its money
 * comes with the first invoice. Refused by Stripe, it is canceled.
 */
export const subscribe: CommandDefinition<CreateSubscription, State, Change | null, RequestAsked> =
  {
    operation: 'create-subscription',
    load: async (stores, input, moment) => {
      const loaded = await loadSubscription(stores, input, moment);
      const id = loaded.state?.record.id ?? '';
      const [earlier] = await stores.stripe.requestsAbout('subscribe', id);
      const customer = await customerParams(stores, loaded.user, moment);
      const { stripeCustomerId } = input;
      return {
        ...loaded,
        plan: await stores.plans.find(input.planId),
        customer: { ...customer, customerId: customer.customerId ?? stripeCustomerId ?? null },
        earlier: earlier ?? null,
      };
    },
    decide: (loaded, input, moment) => {
      const plan = subscribablePlan(loaded, input);
      if (!plan.ok) return plan;
      const { state, asOf, earlier } = loaded;
      if (state !== null && state.record.status !== 'canceled') {
        const { planId, provider } = state.record;
        const isSame = planId === plan.value.planId && provider === 'stripe';
        if (!isSame) return rejected(exists(state.record));
        const subscription = subscriptionView(state, asOf);
        const requestId = earlier?.id ?? null;
        return accepted(decideNothing(loaded, { isNew: false, subscription, requestId }));
      }
      const change = newChange(loaded, plan.value, input, moment);
      const request = requestFor(loaded, change.subscription, moment);
      const decision = decideChange(change, (subscription) => ({
        isNew: true,
        subscription,
        requestId: request.id,
      }));
      return accepted({ ...decision, change: { change, request } });
    },
    apply: async (stores, decided, moment) => {
      if (decided === null) return undefined;
      await applyChange(stores, decided.change, moment);
      await stores.stripe.openRequest(decided.request);
      return undefined;
    },
  };

function requestFor(
  { user, customer }: State,
  { id, planId, stripePriceId }: SubscriptionRecord,
  moment: Moment,
): StripeRequestRecord {
  const params: SubscriptionParams = {
    ...customer,
    subscriptionId: id,
    revision: 0,
    priceId: stripePriceId,
    planId,
    isInvoiced: true,
  };
  const asked = { kind: 'subscribe' as const, userId: user.id, subject: id, params };
  return newRequest(moment.newId(), asked, moment);
}

function newChange(
  loaded: State,
  { planId, stripePriceId, monthlyPriceMicroUsd }: PlanRecord,
  input: CreateSubscription,
  moment: Moment,
): SubscriptionChange {
  const { now } = moment;
  return {
    loaded,
    subscription: {
      id: moment.newId(),
      userId: loaded.user.id,
      planId,
      provider: 'stripe',
      status: 'incomplete',
      monthlyPriceMicroUsd,
      anchorDay: anchorDayOf(moment.nowMs),
      currentPeriodKey: null,
      nextChargeAt: null,
      lastChargedAt: null,
      cancelAtPeriodEnd: false,
      canceledAt: null,
      pendingPlanId: null,
      overdraftMicroUsd: 0n,
      stripeCustomerId: loaded.customer.customerId,
      stripeSubscriptionId: null,
      stripePriceId: input.stripePriceId ?? stripePriceId,
      stripeVersion: 0n,
      stripeRevision: 0,
      stripeStatus: null,
      pastDueSince: null,
      createdBy: moment.actor,
      startedAt: now,
      createdAt: now,
      updatedAt: now,
    },
    postingKey: '',
    close: null,
    open: null,
    credit: null,
    events: [],
  };
}

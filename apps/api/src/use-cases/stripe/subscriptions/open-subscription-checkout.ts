import { accepted, rejected } from '@purser/domain/outcome';
import type { StripeMetadata } from '@purser/domain/stripe/object-facts';
import type { OpenSubscriptionCheckout } from '@purser/schema/contract/stripe-money';
import type { PlanRecord } from '../../../ports/plan-store.ts';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { SubscriptionRecord } from '../../../ports/subscription-store.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { CommandDefinition } from '../../command/run-command.ts';
import { exists, subscribablePlan } from '../../subscription/create-subscription.ts';
import { type CustomerParams, customerParams } from '../requests/customer.ts';
import { newRequest } from '../requests/new-request.ts';

type State = {
  readonly user: UserRecord;
  readonly customer: CustomerParams;
  readonly plan: PlanRecord | null;
  readonly live: SubscriptionRecord | null;
};

type Params = CustomerParams & {
  readonly metadata: StripeMetadata;
  readonly priceId: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
};

/** Opens a page at Stripe on which a user subscribes; the subscription comes with Stripe's events (rules X15 and X34). */
export const openSubscriptionCheckout: CommandDefinition<
  OpenSubscriptionCheckout,
  State,
  StripeRequestRecord,
  StripeRequestRecord
> = {
  operation: 'checkout-subscription',
  load: async (stores, { userId, planId }, moment) => {
    const user = await stores.users.ensure(userId, moment.now);
    const latest = (await stores.subscriptions.latest(user.id))?.record ?? null;
    return {
      user,
      customer: await customerParams(stores, user, moment),
      plan: await stores.plans.find(planId),
      live: latest?.status === 'canceled' ? null : latest,
    };
  },
  decide: ({ user, customer, plan: found, live }, input, moment) => {
    const { userId, planId, successUrl, cancelUrl } = input;
    const plan = subscribablePlan({ plan: found }, { userId, planId, provider: 'stripe' });
    if (!plan.ok) return plan;
    if (live !== null) return rejected(exists(live));
    const metadata = { ...customer.owner, plan_id: planId };
    const priceId = plan.value.stripePriceId ?? '';
    const params: Params = { ...customer, metadata, priceId, successUrl, cancelUrl };
    const asked = { kind: 'checkout' as const, userId: user.id, subject: '', params };
    const request = newRequest(moment.newId(), asked, moment);
    return accepted({
      change: request,
      preview: request,
      changes: [{ label: 'checkout', before: null, after: planId }],
      audit: {
        targetType: 'user',
        targetId: String(user.id),
        before: null,
        after: { requestId: request.id, planId },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, request) => {
    await stores.stripe.openRequest(request);
    return undefined;
  },
};

/** Whether a Checkout is of a subscription; others are of a payment. */
export function isOfSubscription({ params }: StripeRequestRecord): boolean {
  return typeof params.priceId === 'string';
}

export async function makeSubscriptionCheckout(
  gateway: StripeGateway,
  request: StripeRequestRecord,
  customerId: string,
) {
  const { metadata, priceId, successUrl, cancelUrl } = request.params as Params;
  const answer = await gateway.createCheckout({
    idempotencyKey: request.idempotencyKey,
    mode: 'subscription',
    customerId,
    priceId,
    successUrl,
    cancelUrl,
    metadata,
  });
  if (answer.kind !== 'done') return answer;
  const { sessionId, status, url } = answer.value;
  const value = { stripeId: sessionId, stripeStatus: status, answer: { url } };
  return { kind: 'done' as const, value };
}

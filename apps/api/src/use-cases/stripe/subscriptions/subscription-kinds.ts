import type { SubscriptionObjectFacts } from '@purser/domain/stripe/object-facts';
import type { StripeAnswer, StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import { customerFor } from '../requests/customer.ts';
import type { SubscriptionParams } from './subscription-params.ts';
import { hasEnded, type SubscriptionMade, subscriptionRequest } from './subscription-request.ts';

/** Makes a subscription; an earlier call's is found by the id of the request in its metadata (rule X3). */
export const subscribeRequest = subscriptionRequest({
  find: async (gateway, request) => {
    const customer = await customerFor(gateway, request);
    if (customer.kind !== 'done') return customer;
    const all = await gateway.subscriptionsOf(customer.value.customerId);
    if (all.kind !== 'done') return all;
    const found = all.value.find(({ metadata }) => metadata.request_id === request.id);
    if (found === undefined) return nothing;
    return made(found, { paymentId: null, clientSecret: null });
  },
  send: async (gateway, request) => {
    const customer = await customerFor(gateway, request);
    if (customer.kind !== 'done') return customer;
    const { customerId } = customer.value;
    const { priceId, planId, owner, subscriptionId } = request.params as SubscriptionParams;
    const answer = await gateway.createSubscription({
      idempotencyKey: request.idempotencyKey,
      customerId,
      priceId: priceId ?? '',
      metadata: {
        ...owner,
        plan_id: planId,
        subscription_id: subscriptionId,
        request_id: request.id,
      },
    });
    if (answer.kind !== 'done') return answer;
    const { paymentId, clientSecret, ...object } = answer.value;
    return made(object, { paymentId, clientSecret });
  },
});

/** Sets a subscription to end with its period. */
export const cancelRequest = subscriptionRequest({
  find: (gateway, request) =>
    findAs(gateway, request, (object) => object.cancelAtPeriodEnd || hasEnded(object)),
  send: async (gateway, { subject, idempotencyKey }) =>
    madeOf(await gateway.updateSubscription(subject, { idempotencyKey, cancelAtPeriodEnd: true })),
});

/** Lets a subscription that was to end go on. */
export const resumeRequest = subscriptionRequest({
  find: (gateway, request) =>
    findAs(gateway, request, (object) => !object.cancelAtPeriodEnd && !hasEnded(object)),
  send: async (gateway, { subject, idempotencyKey }) => {
    const now = await gateway.getSubscription(subject);
    if (now.kind !== 'done') return now;
    const goesOn = now.value.endsAtInstant ? { clearsEnd: true } : { cancelAtPeriodEnd: false };
    return madeOf(await gateway.updateSubscription(subject, { idempotencyKey, ...goesOn }));
  },
});

/** Moves a subscription to another price (rule X32). */
export const changePlanRequest = subscriptionRequest({
  find: (gateway, request) =>
    findAs(gateway, request, ({ priceId }) => priceId === paramsOf(request).priceId),
  send: async (gateway, request) => {
    const { subject, idempotencyKey } = request;
    const { priceId, isInvoiced } = paramsOf(request);
    const now = await gateway.getSubscription(subject);
    if (now.kind !== 'done') return now;
    const item = {
      itemId: now.value.itemId ?? '',
      priceId: priceId ?? '',
      proration: isInvoiced ? ('always_invoice' as const) : ('none' as const),
    };
    return madeOf(await gateway.updateSubscription(subject, { idempotencyKey, item }));
  },
});

function paramsOf({ params }: StripeRequestRecord): SubscriptionParams {
  return params as SubscriptionParams;
}

const nothing = { kind: 'done' as const, value: null };

async function findAs(
  gateway: StripeGateway,
  { subject }: StripeRequestRecord,
  isDone: (object: SubscriptionObjectFacts) => boolean,
): Promise<StripeAnswer<SubscriptionMade | null>> {
  const answer = await gateway.getSubscription(subject);
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'refused' || !isDone(answer.value)) return nothing;
  return madeOf(answer);
}

function madeOf(answer: StripeAnswer<SubscriptionObjectFacts>): StripeAnswer<SubscriptionMade> {
  if (answer.kind !== 'done') return answer;
  return made(answer.value, { paymentId: null, clientSecret: null });
}

function made(
  object: SubscriptionObjectFacts,
  { paymentId, clientSecret }: Pick<StripeMade, 'paymentId' | 'clientSecret'>,
): StripeAnswer<SubscriptionMade> & { readonly kind: 'done' } {
  const { customerId, stripeSubscriptionId, latestInvoiceId } = object;
  const answer = { customerId, stripeSubscriptionId, latestInvoiceId, paymentId, clientSecret };
  return { kind: 'done', value: { object, answer } };
}

type StripeMade = { readonly paymentId: string | null; readonly clientSecret: string | null };

import type { StoredSubscription } from '@purser/domain/stripe/drift';
import type { ComparedKind, StripeGateway, StripeObject } from '../../../ports/stripe-gateway.ts';

export type ComparedObject =
  | { readonly kind: 'found'; readonly value: StripeObject }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'unread'; readonly message: string };

/** One object at Stripe; only Stripe's own word that there is none makes it missing. */
export async function readCompared(
  gateway: StripeGateway,
  kind: ComparedKind,
  id: string,
): Promise<ComparedObject> {
  const answer = await gateway.getObject(kind, id);
  if (answer.kind === 'done') return { kind: 'found', value: answer.value };
  const { message } = answer;
  const isMissing = answer.kind === 'refused' && answer.code === 'resource_missing';
  return { kind: isMissing ? 'missing' : 'unread', message };
}

/** What Stripe would say of a subscription that it no longer knows: that it has ended. */
export function endedObject(
  { stripeSubscriptionId, stripeCustomerId, stripePriceId }: StoredSubscription,
  nowSeconds: number,
): StripeObject {
  const items = stripePriceId === null ? [] : [{ id: '', price: { id: stripePriceId } }];
  return {
    id: stripeSubscriptionId,
    object: 'subscription',
    customer: stripeCustomerId,
    status: 'canceled',
    items: {
      data: items.map((item) => ({
        ...item,
        current_period_start: null,
        current_period_end: null,
      })),
    },
    cancel_at: null,
    canceled_at: null,
    ended_at: null,
    start_date: nowSeconds,
    billing_cycle_anchor: null,
    latest_invoice: null,
    metadata: {},
  };
}

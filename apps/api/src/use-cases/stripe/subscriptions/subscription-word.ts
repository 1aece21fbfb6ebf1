import { isUserId } from '@purser/domain/stripe/decide-payment';
import { failed, type NoEffect, waits } from '@purser/domain/stripe/event-codes';
import type { SubscriptionObjectFacts } from '@purser/domain/stripe/object-facts';
import type { StateSaid } from '@purser/domain/stripe/state-version';
import { subscriptionStatusOf } from '@purser/domain/stripe/subscription-status';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { HandlerContext } from '../events/event-handler.ts';

/** What Stripe said of a subscription, and how new that is. */
export type SubscriptionWord = StateSaid & { readonly object: SubscriptionObjectFacts };

/** What is here before Stripe is asked. */
type Held = {
  readonly versionMs: number | null;
  readonly revision: number;
  /** The user's live subscription, where it is another one of Stripe's. */
  readonly otherStripeId: string | null;
};

/**
 * The word of an event, made sure of: at equal instants the subscription is read again (rule X5), and so is
 * another live one of the same user, whose end may not have been told yet.
 */
export async function confirmWord(
  said: SubscriptionWord,
  { gateway, peek }: HandlerContext,
): Promise<SubscriptionWord | NoEffect> {
  const held = await peek((stores) => heldOf(stores, said.object));
  const isSameInstant = held.versionMs === said.versionMs;
  // Without a key nothing can be read again: at equal instants the later arrival counts.
  if (gateway === null) return isSameInstant ? { ...said, readAtRevision: held.revision } : said;
  const word = isSameInstant ? await readAgain(gateway, said, held.revision) : said;
  if ('kind' in word || held.otherStripeId === null) return word;
  return (await hasEnded(gateway, held.otherStripeId)) ? otherEnds : word;
}

/** The subscription as Stripe has it now, at an event of something else that speaks of it. */
export async function readWord(
  said: SubscriptionWord,
  { gateway, peek }: HandlerContext,
): Promise<SubscriptionWord | NoEffect> {
  const held = await peek((stores) => heldOf(stores, said.object));
  if (gateway === null) return said;
  const word = await readAgain(gateway, said, held.revision);
  if ('kind' in word || held.otherStripeId === null) return word;
  return (await hasEnded(gateway, held.otherStripeId)) ? otherEnds : word;
}

/** What Stripe no longer knows stays as the event said it. */
async function readAgain(
  gateway: StripeGateway,
  said: SubscriptionWord,
  readAtRevision: number,
): Promise<SubscriptionWord | NoEffect> {
  const answer = await gateway.getSubscription(said.object.stripeSubscriptionId);
  if (answer.kind === 'unknown') return waits('waits_for_stripe', answer.message);
  return { ...said, readAtRevision, ...(answer.kind === 'done' ? { object: answer.value } : {}) };
}

async function hasEnded(gateway: StripeGateway, stripeSubscriptionId: string): Promise<boolean> {
  const answer = await gateway.getSubscription(stripeSubscriptionId);
  return answer.kind === 'done' && subscriptionStatusOf(answer.value.status) === 'canceled';
}

const otherEnds = waits(
  'waits_for_subscription',
  'The subscription before it has ended at Stripe, which has not been told here yet.',
);

async function heldOf(stores: Stores, object: SubscriptionObjectFacts): Promise<Held> {
  const state = await stores.subscriptions.ofStripe(object.stripeSubscriptionId);
  const userId = await userOfSubscription(stores, object);
  const user = userId === null ? null : await stores.users.find(userId);
  const latest = user === null ? null : await stores.subscriptions.latest(user.id);
  const isOther =
    latest !== null &&
    latest.record.status !== 'canceled' &&
    latest.record.stripeSubscriptionId !== object.stripeSubscriptionId;
  return {
    versionMs: state === null ? null : Number(state.record.stripeVersion),
    revision: state?.record.stripeRevision ?? 0,
    otherStripeId: isOther ? latest.record.stripeSubscriptionId : null,
  };
}

/** The project's id of whom a subscription is for: as it is known here, by its metadata, or by its customer. */
export async function userOfSubscription(
  stores: Stores,
  { stripeSubscriptionId, customerId, metadata }: SubscriptionObjectFacts,
): Promise<string | null> {
  const known = await stores.subscriptions.userOfStripe(stripeSubscriptionId);
  if (known !== null) return known;
  const named = metadata.user_id ?? '';
  if (isUserId(named)) return named;
  const userId = await stores.stripe.userOfCustomer(customerId);
  return userId === null ? null : ((await stores.users.byId(userId))?.externalId ?? null);
}

export const userUnknown = failed(
  'user_missing',
  'Neither the subscription’s metadata nor its customer says whose it is: set user_id in its metadata, then retry.',
);

import {
  type Difference,
  missingSubscriptionDrift,
  paymentDrift,
  type StoredSubscription,
  subscriptionDrift,
} from '@purser/domain/stripe/drift';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import { paymentObject, subscriptionObject } from '@purser/schema/contract/stripe-objects';
import type { DriftLine } from '@purser/schema/contract/stripe-views';
import type { ComparedKind, StripeObject } from '../../../ports/stripe-gateway.ts';
import type { StripeReader } from '../../../ports/stripe-reader.ts';

/** What is compared of a page of Stripe's objects with what is stored of them. */
export async function compareObjects(
  reader: StripeReader,
  scope: ProjectScope,
  kind: ComparedKind,
  objects: readonly StripeObject[],
): Promise<DriftLine[]> {
  return kind === 'subscription'
    ? compareSubscriptions(reader, scope, objects)
    : comparePayments(reader, scope, objects);
}

/** Subscriptions of here that Stripe does not know. */
export function compareMissing(here: readonly StoredSubscription[]): DriftLine[] {
  return here.flatMap((stored) =>
    missingSubscriptionDrift(stored).map(lineOf('subscription', stored.stripeSubscriptionId)),
  );
}

async function compareSubscriptions(
  reader: StripeReader,
  scope: ProjectScope,
  objects: readonly StripeObject[],
): Promise<DriftLine[]> {
  const there = objects.map((object) => subscriptionObject.parse(object));
  const ids = there.map(({ stripeSubscriptionId }) => stripeSubscriptionId);
  const stored = await reader.storedSubscriptions(scope, ids);
  const here = new Map(stored.map((each) => [each.stripeSubscriptionId, each]));
  return there.flatMap((facts) => {
    const id = facts.stripeSubscriptionId;
    return subscriptionDrift(here.get(id) ?? null, facts).map(lineOf('subscription', id));
  });
}

async function comparePayments(
  reader: StripeReader,
  scope: ProjectScope,
  objects: readonly StripeObject[],
): Promise<DriftLine[]> {
  const there = objects.map((object) => paymentObject.parse(object));
  const ids = there.map(({ paymentId }) => paymentId);
  const stored = await reader.storedPayments(scope, ids);
  const here = new Map(stored.map((each) => [each.id, each]));
  return there.flatMap((facts) => {
    const id = facts.paymentId;
    return paymentDrift(here.get(id) ?? null, facts).map(lineOf('payment_intent', id));
  });
}

function lineOf(object: ComparedKind, objectId: string) {
  return (difference: Difference): DriftLine => ({ object, objectId, ...difference });
}

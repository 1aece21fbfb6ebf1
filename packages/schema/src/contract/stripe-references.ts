import { z } from 'zod';

/** An id, or the object itself where it was expanded; anything else names nothing. */
const reference = z
  .union([z.string(), z.looseObject({ id: z.string() })])
  .transform((value) => (typeof value === 'string' ? value : value.id))
  .nullable()
  .catch(null);

const word = z.string().min(1).optional().catch(undefined);
const place = z.looseObject({ tenant: word, project: word }).catch({});

const placed = z.looseObject({
  metadata: place,
  parent: z
    .looseObject({
      subscription_details: z.looseObject({ metadata: place }).catch({ metadata: {} }),
    })
    .catch({ subscription_details: { metadata: {} } }),
});

/** The tenant and the project that an object's metadata name, an invoice's those of its subscription. */
export function namedPlace(object: Readonly<Record<string, unknown>>): {
  readonly tenant: string | undefined;
  readonly project: string | undefined;
} {
  const { metadata, parent } = placed.parse(object);
  const { metadata: inherited } = parent.subscription_details;
  return {
    tenant: metadata.tenant ?? inherited.tenant,
    project: metadata.project ?? inherited.project,
  };
}

const referring = z.looseObject({
  id: reference,
  object: z.string().catch(''),
  payment_intent: reference,
  charge: reference,
  subscription: reference,
  customer: reference,
  parent: z
    .looseObject({
      subscription_details: z
        .looseObject({ subscription: reference })
        .catch({ subscription: null }),
    })
    .catch({ subscription_details: { subscription: null } }),
});

/** What an object names, itself included, that may be stored here. */
export function referencesOf(object: Readonly<Record<string, unknown>>) {
  const { id, object: type, ...named } = referring.parse(object);
  const itself = (of: string) => (type === of ? id : null);
  return {
    paymentId: itself('payment_intent') ?? named.payment_intent,
    chargeId: itself('charge') ?? named.charge,
    stripeSubscriptionId:
      itself('subscription') ??
      named.subscription ??
      named.parent.subscription_details.subscription,
    customerId: itself('customer') ?? named.customer,
  };
}

import { type StripeEvent, stripeEvent } from '@purser/schema/contract/stripe-event';
import { paymentObject, subscriptionObject } from '@purser/schema/contract/stripe-objects';
import { type ZodType, z } from 'zod';
import type { StripePage } from '../../ports/stripe-gateway.ts';

export const customerId = z
  .looseObject({ id: z.string() })
  .transform(({ id }) => ({ customerId: id }));

export const foundCustomer = z
  .looseObject({ data: z.array(customerId) })
  .transform(({ data }) => data[0] ?? null);

export const portalUrl = z.looseObject({ url: z.string() }).transform(({ url }) => ({ url }));

const withSecret = z.looseObject({ client_secret: z.string().nullish() });

/** A payment intent with what the browser confirms it with. */
export const paymentWithSecret = z.unknown().transform((answer) => ({
  ...paymentObject.parse(answer),
  clientSecret: withSecret.parse(answer).client_secret ?? null,
}));

const firstInvoice = z.looseObject({
  latest_invoice: z
    .looseObject({
      confirmation_secret: z.looseObject({ client_secret: z.string() }).nullish(),
      payments: z
        .looseObject({
          data: z.array(
            z.looseObject({
              payment: z.looseObject({ payment_intent: z.unknown() }).nullish(),
            }),
          ),
        })
        .nullish(),
    })
    .nullish()
    .catch(null),
});

/** A new subscription with the payment that its first invoice waits for. */
export const subscriptionWithPayment = z.unknown().transform((answer) => {
  const { latest_invoice: invoice } = firstInvoice.parse(answer);
  const paid = invoice?.payments?.data[0]?.payment?.payment_intent;
  return {
    ...subscriptionObject.parse(answer),
    paymentId: typeof paid === 'string' ? paid : null,
    clientSecret: invoice?.confirmation_secret?.client_secret ?? null,
  };
});

/** The invoice of the first of a payment's invoice payments. */
export const invoicePaid = z
  .looseObject({
    data: z.array(
      z.looseObject({ invoice: z.union([z.string(), z.looseObject({ id: z.string() })]) }),
    ),
  })
  .transform(({ data: [first] }) =>
    first === undefined
      ? null
      : typeof first.invoice === 'string'
        ? first.invoice
        : first.invoice.id,
  );

/** An object as Stripe gives it. */
export const unreadObject = z.record(z.string(), z.unknown());

const list = z.looseObject({ data: z.array(z.unknown()), has_more: z.boolean() });

export function readPage<Value>(schema: ZodType<Value>): (answer: unknown) => StripePage<Value> {
  return (answer) => {
    const { data, has_more: hasMore } = list.parse(answer);
    return { items: data.map((item) => schema.parse(item)), hasMore };
  };
}

/** Events that this code cannot read are left out: whatever they are about, it is not handled here. */
export function readEventPage(answer: unknown): StripePage<StripeEvent> {
  const { data, has_more: hasMore } = list.parse(answer);
  const items = data.flatMap((item) => {
    const read = stripeEvent.safeParse(item);
    return read.success ? [read.data] : [];
  });
  return { items, hasMore };
}

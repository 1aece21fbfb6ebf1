import type Stripe from 'stripe';
import type { StripeGateway } from '../../ports/stripe-gateway.ts';

type Params = Omit<Parameters<StripeGateway['createCheckout']>[0], 'idempotencyKey'>;

/** A Checkout as Stripe takes it; what it makes carries the same metadata, so that its events say whose it is. */
export function checkoutParams({
  mode,
  customerId,
  amountCents = 0n,
  productName = 'Credits',
  priceId,
  successUrl,
  cancelUrl,
  metadata,
}: Params): Stripe.Checkout.SessionCreateParams {
  const common = {
    mode,
    success_url: successUrl,
    cancel_url: cancelUrl,
    metadata,
    ...(customerId === undefined ? {} : { customer: customerId }),
  };
  if (mode === 'payment') {
    return {
      ...common,
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: 'usd',
            unit_amount: Number(amountCents),
            product_data: { name: productName },
          },
        },
      ],
      payment_intent_data: { metadata },
    };
  }
  return {
    ...common,
    line_items: [{ quantity: 1, ...(priceId === undefined ? {} : { price: priceId }) }],
    subscription_data: { metadata },
  };
}

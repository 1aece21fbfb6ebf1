import { stripeRequestStatuses } from '../../contract/stripe-request.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../values-of.ts';

export const StripeRequestStatusEnum = builder.enumType('StripeRequestStatus', {
  description: 'PENDING until Stripe has decided: then SUCCEEDED, FAILED or CANCELED.',
  values: valuesOf(stripeRequestStatuses),
});

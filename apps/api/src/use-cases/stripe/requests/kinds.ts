import type { StripeRequestKind } from '@purser/schema/contract/stripe-request';
import { paymentRequest } from '../payments/create-payment.ts';
import { makeTopUpCheckout } from '../payments/open-checkout.ts';
import { portalRequest } from '../payments/open-portal.ts';
import { refundRequest } from '../refunds/refund-request.ts';
import {
  isOfSubscription,
  makeSubscriptionCheckout,
} from '../subscriptions/open-subscription-checkout.ts';
import {
  cancelRequest,
  changePlanRequest,
  resumeRequest,
  subscribeRequest,
} from '../subscriptions/subscription-kinds.ts';
import { answeredKind } from './answered-kind.ts';
import type { RequestKind } from './request-kind.ts';

/** How each kind of request is asked and ended. */
export const requestKinds: Readonly<Partial<Record<StripeRequestKind, RequestKind>>> = {
  refund: refundRequest,
  payment: paymentRequest,
  checkout: answeredKind((gateway, request, customerId) =>
    isOfSubscription(request)
      ? makeSubscriptionCheckout(gateway, request, customerId)
      : makeTopUpCheckout(gateway, request, customerId),
  ),
  portal: portalRequest,
  subscribe: subscribeRequest,
  cancel: cancelRequest,
  resume: resumeRequest,
  change_plan: changePlanRequest,
};

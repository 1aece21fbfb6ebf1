import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { UseCaseDeps } from '../../use-case-deps.ts';
import { answerOrRefuse } from '../requests/answer-or-refuse.ts';
import { bindRequest } from '../requests/ask-after.ts';
import { openSubscriptionCheckout } from '../subscriptions/open-subscription-checkout.ts';
import { createPayment, paymentView } from './create-payment.ts';
import { checkoutView, openTopUpCheckout } from './open-checkout.ts';
import { openPortal, portalView } from './open-portal.ts';

/** What users pay with at Stripe. */
export function paymentUseCases(deps: UseCaseDeps): UseCases['payment'] {
  return {
    create: answerOrRefuse(
      bindRequest(deps, createPayment(deps.paymentSigner), asItIs),
      paymentView,
    ),
    checkoutTopUp: answerOrRefuse(bindRequest(deps, openTopUpCheckout, asItIs), checkoutView),
    checkoutSubscription: answerOrRefuse(
      bindRequest(deps, openSubscriptionCheckout, asItIs),
      checkoutView,
    ),
    portal: answerOrRefuse(bindRequest(deps, openPortal, asItIs), portalView),
  };
}

function asItIs(request: StripeRequestRecord): StripeRequestRecord {
  return request;
}

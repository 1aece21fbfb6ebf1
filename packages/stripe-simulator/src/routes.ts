import { accountRoutes } from './account/account-routes.ts';
import { catalogRoutes } from './catalog/catalog-routes.ts';
import { couponRoutes } from './catalog/coupons.ts';
import { chargeRoutes } from './charges/charge-routes.ts';
import { checkoutIncludables, checkoutRoutes } from './checkout/checkout-routes.ts';
import { checkoutWork } from './checkout/expire-session.ts';
import { customerRoutes } from './customers/customer-routes.ts';
import { disputeRoutes } from './disputes/dispute-routes.ts';
import { reactToDisputedCards } from './disputes/open-dispute.ts';
import { eventRoutes } from './events/event-routes.ts';
import type { Includables } from './http/expand.ts';
import { listOf } from './http/list.ts';
import type { Route } from './http/route.ts';
import { invoiceIncludables } from './invoices/invoice-payment-routes.ts';
import { invoiceRoutes } from './invoices/invoice-routes.ts';
import { invoiceWork } from './invoices/invoice-work.ts';
import { reactToIntents } from './invoices/settle-invoice.ts';
import { intentRoutes } from './payment-intents/intent-routes.ts';
import { paymentMethodRoutes } from './payment-methods/payment-method-routes.ts';
import { portalRoutes } from './portal/portal-routes.ts';
import { refundRoutes } from './refunds/refund-routes.ts';
import { reactToInvoices } from './subscriptions/react-to-invoices.ts';
import { subscriptionWork } from './subscriptions/renew-subscription.ts';
import { subscriptionRoutes } from './subscriptions/subscription-routes.ts';
import { testClockRoutes } from './test-clocks/test-clock-routes.ts';
import type { TimeEngine, WorkSource } from './time/time-engine.ts';
import { endpointRoutes } from './webhooks/endpoint-routes.ts';
import type { World } from './world/world.ts';

/** Every method of Stripe's API that the simulator has. */
export function allRoutes(engine: TimeEngine): readonly Route[] {
  return [
    ...accountRoutes,
    ...catalogRoutes,
    ...couponRoutes,
    ...customerRoutes,
    ...paymentMethodRoutes,
    ...intentRoutes,
    ...chargeRoutes,
    ...refundRoutes,
    ...disputeRoutes,
    ...subscriptionRoutes,
    ...invoiceRoutes,
    ...checkoutRoutes,
    ...portalRoutes,
    ...eventRoutes,
    ...endpointRoutes,
    ...testClockRoutes(engine),
  ];
}

/** What happens by itself as time goes on. */
export const workSources: readonly WorkSource[] = [subscriptionWork, invoiceWork, checkoutWork];

/** What one object's change does to others. */
export function connectReactions(world: World): void {
  reactToIntents(world);
  reactToInvoices(world);
  reactToDisputedCards(world);
}

/** What objects show only when asked. */
export const includables: Includables = {
  ...checkoutIncludables,
  ...invoiceIncludables,
  'charge.refunds': ({ tables }, { id }) =>
    listOf(
      tables.refunds
        .all()
        .filter(({ charge }) => charge === id)
        .reverse(),
      false,
      `/v1/charges/${id}/refunds`,
    ),
  'customer.subscriptions': ({ tables }, { id }) =>
    listOf(
      tables.subscriptions
        .all()
        .filter(({ customer, ended_at }) => customer === id && ended_at === null)
        .reverse(),
      false,
      `/v1/customers/${id}/subscriptions`,
    ),
};

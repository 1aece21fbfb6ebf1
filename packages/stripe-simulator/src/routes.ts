import { chargeRoutes } from './charges/charge-routes.ts';
import { customerRoutes } from './customers/customer-routes.ts';
import { eventRoutes } from './events/event-routes.ts';
import type { Includables } from './http/expand.ts';
import { listOf } from './http/list.ts';
import type { Route } from './http/route.ts';
import { intentRoutes } from './payment-intents/intent-routes.ts';
import { paymentMethodRoutes } from './payment-methods/payment-method-routes.ts';
import { refundRoutes } from './refunds/refund-routes.ts';
import { endpointRoutes } from './webhooks/endpoint-routes.ts';

/** Every method of Stripe's API that the simulator has. */
export const routes: readonly Route[] = [
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...intentRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...eventRoutes,
  ...endpointRoutes,
];

/** What objects show only when asked. */
export const includables: Includables = {
  'charge.refunds': ({ tables }, { id }) =>
    listOf(
      tables.refunds
        .all()
        .filter(({ charge }) => charge === id)
        .reverse(),
      false,
      `/v1/charges/${id}/refunds`,
    ),
};

import type { FastifyPluginAsync, RouteOptions } from 'fastify';
import { appBudgetRoutes } from './app-budget-routes.ts';
import { breakdownRoutes } from './breakdown-routes.ts';
import { checkoutSubscriptionRoute } from './checkout-subscription-route.ts';
import { checkoutTopUpRoute } from './checkout-top-up-route.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { economicsRoutes } from './economics-routes.ts';
import { lifetimeCreditRoutes } from './lifetime-credit-routes.ts';
import { pendingRoutes } from './pending-routes.ts';
import { planRoutes } from './plan-routes.ts';
import { policyRoutes } from './policy-routes.ts';
import { portalLinkRoute } from './portal-link-route.ts';
import { reconcileRoutes } from './reconcile-routes.ts';
import { replenishmentReadRoutes } from './replenishment-read-routes.ts';
import { replenishmentRoutes } from './replenishment-routes.ts';
import { subscriptionMoneyRoutes } from './subscription-money-routes.ts';
import { subscriptionReadRoutes } from './subscription-read-routes.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { subscriptionUpkeepRoutes } from './subscription-upkeep-routes.ts';
import { tierBalanceRoutes } from './tier-balance-routes.ts';
import { walletRefundRoute } from './wallet-refund-route.ts';

/** The addresses under which the guides' clients find the control plane. */
export const controlPlanePrefixes = ['/api/v1/admin/control-plane', '/api/admin/control-plane'];

/** The first and third guide's REST shim; register it under each of `controlPlanePrefixes`. */
export const controlPlaneRoutes: FastifyPluginAsync<ControlPlaneDeps> = async (
  server,
  { useCases, health },
) => {
  const deps = { useCases, health };
  server.addHook('onRoute', describeOnce);
  await server.register(replenishmentRoutes, deps);
  await server.register(replenishmentReadRoutes, deps);
  // The third guide's word for a tier is now a plan: both names answer alike.
  for (const prefix of ['/tier-balance', '/plan-override']) {
    await server.register(tierBalanceRoutes, { ...deps, prefix });
    await server.register(lifetimeCreditRoutes, { ...deps, prefix });
  }
  await server.register(policyRoutes, deps);
  await server.register(planRoutes, deps);
  await server.register(subscriptionReadRoutes, deps);
  await server.register(subscriptionRoutes, deps);
  await server.register(subscriptionMoneyRoutes, deps);
  await server.register(subscriptionUpkeepRoutes, deps);
  await server.register(checkoutSubscriptionRoute, deps);
  await server.register(reconcileRoutes, deps);
  await server.register(walletRefundRoute, deps);
  await server.register(checkoutTopUpRoute, deps);
  await server.register(portalLinkRoute, deps);
  await server.register(appBudgetRoutes, deps);
  await server.register(breakdownRoutes, deps);
  await server.register(economicsRoutes, deps);
  await server.register(pendingRoutes, deps);
};

/** Each route is described under its first name; the other names work and stay out of the document. */
function describeOnce(route: RouteOptions): void {
  const isFirst = route.url.startsWith('/api/v1/') && !route.url.includes('/plan-override/');
  if (!isFirst) route.schema = { ...route.schema, hide: true };
}

import cors from '@fastify/cors';
import type { PrismaClient } from '@purser/prisma/client';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { DemoProvider } from '../ports/demo-provider.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { demoOidcRoutes } from './auth/demo-oidc-routes.ts';
import { type LoginDeps, loginRoutes } from './auth/login-routes.ts';
import { meRoute } from './auth/me-route.ts';
import type { SignedCalls } from './auth/signed-calls.ts';
import { graphqlRoutes } from './graphql/graphql-routes.ts';
import { controlPlaneHealth } from './health/control-plane-health.ts';
import { type ReadinessCheck, serveHealth } from './health/health-routes.ts';
import type { HttpOptions } from './http-options.ts';
import { serveMetrics } from './metrics/metrics-route.ts';
import { measureRequests } from './metrics/request-metrics.ts';
import { collectOpenapi, serveOpenapi } from './openapi/openapi-routes.ts';
import { serveDashboard } from './pages/dashboard.ts';
import { securePages } from './pages/page-headers.ts';
import { clockRoutes } from './rest/admin/clock-routes.ts';
import { dataPlaneRoutes } from './rest/admin/data-plane-routes.ts';
import { serviceKeyRoutes } from './rest/admin/service-key-routes.ts';
import {
  controlPlanePrefixes,
  controlPlaneRoutes,
} from './rest/control-plane/control-plane-routes.ts';
import { internalPrefixes, internalRoutes } from './rest/internal/internal-routes.ts';
import { notificationRoutes } from './rest/notifications/notification-routes.ts';
import { paymentIntentRoute } from './rest/payments/payment-intent-route.ts';
import { apiKeyRoutes, domainRoutes } from './rest/portal/asset-routes.ts';
import { portalRoutes } from './rest/portal/portal-routes.ts';
import { overrideRoutes } from './rest/tenants/override-routes.ts';
import { tenantRoutes } from './rest/tenants/tenant-routes.ts';
import { turnRoutes } from './rest/turns/turn-routes.ts';
import {
  type StripeWebhookDeps,
  stripeWebhookRoute,
} from './rest/webhooks/stripe-webhook-route.ts';

export type SurfaceDeps = {
  readonly options: HttpOptions;
  readonly version: string;
  readonly useCases: UseCases;
  readonly prisma: PrismaClient;
  readonly authenticator: Authenticator;
  readonly login: LoginDeps;
  readonly stripe: StripeWebhookDeps;
  readonly signedCalls: SignedCalls;
  readonly demoProvider: DemoProvider | null;
  readonly registry: Registry;
  readonly checks: readonly ReadinessCheck[];
};

/** How long a browser may remember that it is allowed to call. */
const preflightSeconds = 600;

/** Registers everything the server answers. */
export async function registerSurfaces(server: FastifyInstance, deps: SurfaceDeps): Promise<void> {
  const { options } = deps;
  measureRequests(server, deps.registry);
  await collectOpenapi(server, { baseUrl: options.baseUrl, version: deps.version });
  serveHealth(server, deps.checks);
  serveMetrics(server, { registry: deps.registry, token: options.metricsToken });
  await server.register((api) => registerApis(api, deps));
  await server.register((pages) => registerPages(pages, deps));
  await serveOpenapi(server);
}

/** What programs call; the only part that pages of other origins may reach, and never with a cookie. */
async function registerApis(api: FastifyInstance, deps: SurfaceDeps): Promise<void> {
  const { options, useCases, prisma, authenticator } = deps;
  if (options.corsOrigins.length > 0) {
    api.scopePermission = 'public';
    await api.register(cors, {
      origin: [...options.corsOrigins],
      credentials: false,
      maxAge: preflightSeconds,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['x-request-id', 'retry-after', 'idempotent-replayed', 'preference-applied'],
    });
  }
  await api.register(turnRoutes, { prefix: '/api/v1', turn: useCases.turn });
  await api.register(stripeWebhookRoute, { prefix: '/api/v1/webhooks', ...deps.stripe });
  await api.register(paymentIntentRoute, { payment: useCases.payment });
  await api.register(serviceKeyRoutes, { prefix: '/api/v1/admin', key: useCases.key });
  await api.register(dataPlaneRoutes, { prefix: '/api/v1/admin', dataPlane: useCases.dataPlane });
  await api.register(clockRoutes, { prefix: '/api/v1/admin', clock: useCases.clock });
  await api.register(notificationRoutes, {
    prefix: '/api/v1',
    notification: useCases.notification,
  });
  await api.register(tenantRoutes, { prefix: '/api/v1/admin', tenant: useCases.tenant });
  await api.register(overrideRoutes, { prefix: '/api/v1/admin', tenant: useCases.tenant });
  await api.register(portalRoutes, { prefix: '/api/v1', tenant: useCases.tenant });
  await api.register(domainRoutes, { prefix: '/api/v1', domain: useCases.domain });
  await api.register(apiKeyRoutes, { prefix: '/api/v1', apiKey: useCases.apiKey });
  for (const prefix of internalPrefixes) {
    await api.register(internalRoutes, {
      prefix,
      dataPlane: useCases.dataPlane,
      signedCalls: deps.signedCalls,
    });
  }
  for (const prefix of controlPlanePrefixes) {
    await api.register(controlPlaneRoutes, {
      prefix,
      useCases,
      health: () => controlPlaneHealth(deps.checks, deps.version),
    });
  }
  await api.register(graphqlRoutes, {
    useCases,
    prisma,
    authenticator,
    introspection: options.graphqlIntrospection,
    secure: options.baseUrl.startsWith('https://'),
  });
}

/** What people see: signing in, and the dashboard. */
async function registerPages(pages: FastifyInstance, deps: SurfaceDeps): Promise<void> {
  const { options, login, demoProvider } = deps;
  await securePages(pages, { secure: options.baseUrl.startsWith('https://') });
  await pages.register(loginRoutes, login);
  await pages.register(meRoute, {
    demoBanner: options.demoBanner,
    signInWith: demoProvider === null ? 'issuer' : 'demo-people',
  });
  if (demoProvider !== null) {
    await pages.register(demoOidcRoutes, {
      provider: demoProvider,
      baseUrl: options.baseUrl,
      isExposed: options.demoBanner,
    });
  }
  await serveDashboard(pages, options.dashboardDirectory);
}

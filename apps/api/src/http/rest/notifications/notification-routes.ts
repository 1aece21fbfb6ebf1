import type { FastifyPluginAsync } from 'fastify';
import { deliveryRoutes } from './delivery-routes.ts';
import { endpointActionRoutes } from './endpoint-action-routes.ts';
import type { NotificationRouteDeps } from './notification-deps.ts';
import { recipientRoutes } from './recipient-routes.ts';
import { webhookEndpointRoutes } from './webhook-endpoint-routes.ts';

/** Who is told of alerts, and whether they were, under `/api/v1`. */
export const notificationRoutes: FastifyPluginAsync<NotificationRouteDeps> = async (
  server,
  { notification },
) => {
  const deps = { notification };
  await server.register(webhookEndpointRoutes, deps);
  await server.register(endpointActionRoutes, deps);
  await server.register(deliveryRoutes, deps);
  await server.register(recipientRoutes, deps);
};

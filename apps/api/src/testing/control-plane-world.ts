import type { Caller } from '@purser/schema/contract/request-context';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { clockRoutes } from '../http/rest/admin/clock-routes.ts';
import { serviceKeyRoutes } from '../http/rest/admin/service-key-routes.ts';
import {
  controlPlanePrefixes,
  controlPlaneRoutes,
} from '../http/rest/control-plane/control-plane-routes.ts';
import { notificationRoutes } from '../http/rest/notifications/notification-routes.ts';
import { paymentIntentRoute } from '../http/rest/payments/payment-intent-route.ts';
import { turnRoutes } from '../http/rest/turns/turn-routes.ts';
import { edgeServer } from '../http/testing/edge-server.ts';
import { type AdminWorld, openAdminWorld } from './admin-world.ts';

export type ControlPlaneWorld = AdminWorld & {
  readonly server: FastifyInstance;
  /** Sends a request under the control plane's first prefix, with every permission. */
  readonly send: (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<LightMyRequestResponse>;
  /** The answer of a route at its whole address. */
  readonly read: (path: string) => Promise<LightMyRequestResponse>;
};

/** The control plane's routes on the real server, over a database of its own. */
export async function openControlPlaneWorld(caller?: Partial<Caller>): Promise<ControlPlaneWorld> {
  return serveControlPlane(await openAdminWorld(), caller);
}

/** The same routes over a world that is open already. */
export async function serveControlPlane<World extends AdminWorld>(
  world: World,
  caller?: Partial<Caller>,
): Promise<World & ControlPlaneWorld> {
  const server = edgeServer(caller === undefined ? {} : { caller });
  const health = async () => ({
    status: 'ok' as const,
    database: 'ok' as const,
    redis: 'not_configured' as const,
    version: '0.0.0',
  });
  for (const prefix of controlPlanePrefixes) {
    await server.register(controlPlaneRoutes, { useCases: world.useCases, health, prefix });
  }
  await server.register(paymentIntentRoute, { payment: world.useCases.payment });
  await server.register(turnRoutes, { turn: world.useCases.turn, prefix: '/api/v1' });
  await server.register(serviceKeyRoutes, { key: world.useCases.key, prefix: '/api/v1/admin' });
  await server.register(clockRoutes, { clock: world.useCases.clock, prefix: '/api/v1/admin' });
  await server.register(notificationRoutes, {
    notification: world.useCases.notification,
    prefix: '/api/v1',
  });
  await server.ready();
  const [prefix = ''] = controlPlanePrefixes;
  return {
    ...world,
    server,
    send: (method, path, body, headers) =>
      server.inject({
        method,
        url: `${prefix}${path}`,
        headers: { authorization: 'test', ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      }),
    read: (url) => server.inject({ method: 'GET', url, headers: { authorization: 'test' } }),
    close: async () => {
      await server.close();
      await world.close();
    },
  };
}

import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsync } from 'fastify';
import { admitRoutes } from './admit-routes.ts';
import { batchRoute } from './batch-route.ts';
import { closingRoutes } from './closing-routes.ts';
import { readRoutes } from './read-routes.ts';

/** The turn surface for AI apps, under `/api/v1`. */
export const turnRoutes: FastifyPluginAsync<{ turn: UseCases['turn'] }> = async (
  server,
  { turn },
) => {
  await server.register(admitRoutes, { turn });
  await server.register(closingRoutes, { turn });
  await server.register(batchRoute, { turn });
  await server.register(readRoutes, { turn });
};

import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { PrismaClient } from '@purser/prisma/client';
import { createGraphQLContext } from '@purser/schema/graphql/context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsync, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Authenticator } from '../auth/authenticator.ts';
import { contextOf } from '../auth/request-context.ts';
import { securePages } from '../pages/page-headers.ts';
import { graphiqlRoutes } from './graphiql-routes.ts';
import { startGraphqlServer } from './graphql-server.ts';

export type GraphqlDeps = {
  readonly useCases: UseCases;
  /** What plain fields are read with, bound to the caller's project for each request. */
  readonly prisma: PrismaClient;
  readonly authenticator: Authenticator;
  readonly introspection: boolean;
  /** People reach the server by https. */
  readonly secure: boolean;
};

/** A long operation with large variables; a page of work, not an upload. */
const documentBytesMax = 512 * 1024;

/** `/graphql`: POST and GET for clients; in a browser, GET shows GraphiQL. */
export const graphqlRoutes: FastifyPluginAsync<GraphqlDeps> = async (server, deps) => {
  const { useCases, prisma, authenticator, introspection } = deps;
  const apollo = await startGraphqlServer({ introspection });
  server.addHook('onClose', () => apollo.stop());

  const answer = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest) => {
      const context = createGraphQLContext({ ctx: contextOf(request), useCases, prisma });
      return { ...context, log: request.log };
    },
  }) as RouteHandlerMethod;

  server.post(
    '/graphql',
    {
      config: { permission: 'signed-in', operation: 'graphql' },
      schema: { hide: true },
      bodyLimit: documentBytesMax,
    },
    answer,
  );

  await server.register(async (pages) => {
    await securePages(pages, { secure: deps.secure });
    const { sendGraphiql } = await graphiqlRoutes(pages);
    // The page is for anybody; a query in the address is answered to whom the same checks let in.
    pages.get(
      '/graphql',
      { config: { permission: 'public', operation: 'graphql' }, schema: { hide: true } },
      async function answerGet(request, reply) {
        if (wantsPage(request)) return sendGraphiql(reply);
        request.purserContext =
          authenticator.recall(request) ?? (await authenticator.establish(request));
        return answer.call(this, request, reply);
      },
    );
  });
};

function wantsPage(request: FastifyRequest): boolean {
  const { query } = request.query as { query?: unknown };
  return query === undefined && (request.headers.accept ?? '').includes('text/html');
}

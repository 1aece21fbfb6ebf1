import type { Permission } from '@purser/domain/access/permissions';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { FastifyRequest } from 'fastify';

/**
 * What a route asks of its caller: a permission; `signed-in` when each part of the answer checks for
 * itself (GraphQL); `signed` where a data plane's signature is what counts, checked over the whole call;
 * or `public`, said aloud, for what anybody may see.
 */
export type RoutePermission = Permission | 'signed-in' | 'signed' | 'public';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, in which project; null on public routes. Read it through `contextOf`. */
    purserContext: RequestContext | null;
  }
  interface FastifyContextConfig {
    permission?: RoutePermission;
    /** Verb-noun of the command behind the route: the reason given to the audit log when the caller gives none. */
    operation?: string;
    /** A user token comes as far as the handler, which asks whom the body is for (rule A7). */
    admitsSelf?: boolean;
  }
}

/** Who is asking and where, established before the handler of every route that is not public. */
export function contextOf(request: FastifyRequest): RequestContext {
  if (request.purserContext === null) {
    throw new Error('A public route asked for the context of its request.');
  }
  return request.purserContext;
}

import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { TrustProxy } from '../config/trust-proxy.ts';
import type { System } from '../ports/system.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { authoriseRoutes } from './auth/authorise-routes.ts';
import { answerBrokenConnection } from './broken-connections.ts';
import { endConnectionsOnClose } from './closing.ts';
import { bodyBytesMax, type HttpOptions } from './http-options.ts';
import { readJsonBodies } from './json-body.ts';
import { answerOwnHostsOnly } from './own-hosts.ts';
import { sendProblem } from './problem.ts';
import { answerError } from './problems/error-handler.ts';
import { nameRequests, requestIdFrom } from './request-id.ts';
import { RequestLog } from './request-log.ts';
import { compileZodValidator } from './zod-compilers.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly system: System;
  }
}

export type ServerDeps = {
  readonly options: HttpOptions;
  readonly system: System;
  readonly authenticator: Authenticator;
  readonly logger: FastifyBaseLogger;
  /** Sends the dashboard's page for an address that is its own; null for one that nobody knows. */
  readonly sendDashboard?: (
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<FastifyReply> | null;
};

/** A user id of 255 four-byte characters, percent-encoded. */
const paramCharactersMax = 255 * 4 * 3;

/** A body that trickles in longer than this is given up: slow senders must not hold connections. */
const requestMsMax = 30_000;

/** Longer than the idle time of common proxies, so that it is they who close. */
const keepAliveMs = 72_000;

/**
 * The bare server every surface is registered on: limits, request ids, one way to read bodies, one
 * shape of problems, and no route without a permission. It opens no socket.
 */
export function createServer({
  options,
  system,
  authenticator,
  logger,
  sendDashboard,
}: ServerDeps): FastifyInstance {
  const server: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new RequestLog(),
    genReqId: requestIdFrom(system),
    trustProxy: trusted(options.trustProxy),
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMsMax,
    keepAliveTimeout: keepAliveMs,
    routerOptions: { maxParamLength: paramCharactersMax },
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      answerError(error, request, reply);
    },
    clientErrorHandler: answerBrokenConnection,
  });
  server.decorate('system', system);
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(
    (request, reply) =>
      sendDashboard?.(request, reply) ??
      sendProblem(reply, { code: 'not_found', message: `There is no ${request.method} here.` }),
  );
  server.setValidatorCompiler(compileZodValidator);
  readJsonBodies(server);
  nameRequests(server);
  endConnectionsOnClose(server);
  if (options.ownHostsOnly) answerOwnHostsOnly(server);
  authoriseRoutes(server, authenticator);
  return server;
}

/** A number of proxies trusts the nearest so many hops. */
function trusted(
  proxies: TrustProxy,
): false | string[] | ((address: string, hop: number) => boolean) {
  if (proxies === false) return false;
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : [...proxies];
}

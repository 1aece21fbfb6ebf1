import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { System } from '../ports/system.ts';
import { RefusalError } from './problems/refusal-error.ts';

/** What a caller may name its request: enough for UUIDs, ULIDs and trace ids, nothing that could break a log line. */
const acceptedShape = /^[A-Za-z0-9._:/+=-]{1,128}$/;

/** The caller's own `x-request-id` where it is usable, else a new one. */
export function requestIdFrom(system: System): (request: IncomingMessage) => string {
  return (request) => {
    const given = request.headers['x-request-id'];
    return typeof given === 'string' && acceptedShape.test(given) ? given : system.newId();
  };
}

/**
 * Every answer names its request, so that a person can quote it. U+0000 in an address is refused
 * here, once for all routes, because no text column can hold it.
 */
export function nameRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    if (request.url.includes('%00')) {
      return done(new RefusalError('malformed', 'The address holds the character U+0000.'));
    }
    done();
  });
}

import type { FastifyRequest } from 'fastify';
import { ApiError } from '../http/api-error.ts';

const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Lets only the simulator's own pages, and programs on this machine, change things by its pages: another site's form or
 * a name that points to this machine does not get in.
 */
export function refuseForeign(request: FastifyRequest): void {
  const host = request.headers.host ?? '';
  const name = host.replace(/:\d+$/, '');
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isOwnHost = ownNames.includes(name);
  const isOwnOrigin = origin === undefined || origin === `http://${host}`;
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  if (isOwnHost && (request.method === 'GET' || (isOwnOrigin && isOwnSite))) return;
  throw new ApiError(403, {
    type: 'invalid_request_error',
    message: 'This is done from the simulator’s own pages only.',
  });
}

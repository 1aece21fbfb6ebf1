import type { FastifyRequest } from 'fastify';
import { RefusalError } from '../problems/refusal-error.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const methodsWithBody = new Set(['POST', 'PUT', 'PATCH']);

/**
 * Refuses what another site could make a signed-in browser send. A request that changes something
 * must come from our own pages, by the browser's own word, and be JSON, which a foreign form cannot
 * send without being asked first.
 */
export function refuseCrossSite(request: FastifyRequest, baseUrl: string): void {
  if (safeMethods.has(request.method)) return;
  if (!isFromOwnPages(request, baseUrl)) {
    throw new RefusalError(
      'cross_site',
      'A signed-in browser may change things only from the pages of this server.',
    );
  }
  const type = request.headers['content-type'];
  if (methodsWithBody.has(request.method) && !/^application\/json\b/i.test(type ?? '')) {
    throw new RefusalError(
      'unsupported_media_type',
      'Send the body as JSON, with the header content-type: application/json.',
    );
  }
}

/** What no page can forge: `Sec-Fetch-Site`, or in older browsers `Origin`. A request with neither is refused. */
export function isFromOwnPages(request: FastifyRequest, baseUrl: string): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined) return site === 'same-origin';
  if (origin === undefined) return false;
  return origin === baseUrl || origin === `${request.protocol}://${host}`;
}

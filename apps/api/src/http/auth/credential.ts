import type { FastifyRequest } from 'fastify';
import { RefusalError } from '../problems/refusal-error.ts';
import { readCookie } from './auth-cookies.ts';

/** What a request shows to say who sent it. */
export type Credential =
  | { readonly kind: 'service-key'; readonly text: string }
  | { readonly kind: 'bearer'; readonly text: string }
  | { readonly kind: 'session'; readonly text: string };

/** Every service key begins so; nothing else does. */
const serviceKeyMark = 'psk_';

/** Longer ones are no token of any issuer, and are not worth a hash. */
const credentialCharactersMax = 16_384;

/** The credential of a request, or null. A header counts before a cookie, so that pages can act as another caller. */
export function credentialOf(request: FastifyRequest, sessionCookie: string): Credential | null {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return fromHeader(authorization);
  const text = readCookie(cookie, sessionCookie);
  return text === undefined ? null : { kind: 'session', text };
}

function fromHeader(authorization: string): Credential {
  const text = authorization.slice('Bearer '.length).trim();
  if (!/^bearer /i.test(authorization) || text === '') {
    throw new RefusalError('unauthenticated', 'Send the header authorization: Bearer <token>.');
  }
  if (text.length > credentialCharactersMax) {
    throw new RefusalError('unauthenticated', 'The bearer token is not a valid token.');
  }
  return { kind: text.startsWith(serviceKeyMark) ? 'service-key' : 'bearer', text };
}

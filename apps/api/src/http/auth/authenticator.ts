import type { RequestContext } from '@purser/schema/contract/request-context';
import type { FastifyRequest } from 'fastify';

/** Establishes who asks, from a service key, a bearer token or a dashboard session. */
export interface Authenticator {
  /** Answers at once when the credential was checked in the last seconds; null = ask `establish`. */
  recall(request: FastifyRequest): RequestContext | null;
  /** Throws a RefusalError: 401 without a valid credential, 403 when it reaches nothing here. */
  establish(request: FastifyRequest): Promise<RequestContext>;
}

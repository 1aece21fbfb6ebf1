import type { RequestContext } from '@purser/schema/contract/request-context';
import type { FastifyRequest } from 'fastify';
import { RefusalError } from '../problems/refusal-error.ts';
import type { Authenticator } from './authenticator.ts';
import { askedScope, isAskedScope } from './chosen-scope.ts';
import { type Credential, credentialOf } from './credential.ts';
import type { KnownPerson, People } from './people.ts';
import { refuseCrossSite } from './same-origin.ts';
import type { KnownKey, ServiceKeys } from './service-keys.ts';

export type AuthenticatorDeps = {
  readonly serviceKeys: ServiceKeys;
  readonly people: People;
  readonly sessionCookie: string;
  readonly baseUrl: string;
};

/** Establishes who asks by whatever credential a request shows: a service key, a bearer token, or a session. */
export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  const { serviceKeys, people } = deps;
  return {
    recall(request) {
      const credential = acceptedCredential(request, deps);
      if (credential.kind !== 'service-key') {
        const person = people.recall(credential, askedScope(request));
        return person ? contextFor(request, person) : null;
      }
      const key = serviceKeys.recall(credential.text);
      return key === undefined ? null : keyContext(request, key);
    },
    async establish(request) {
      const credential = acceptedCredential(request, deps);
      return credential.kind === 'service-key'
        ? keyContext(request, await serviceKeys.find(credential.text))
        : contextFor(request, await people.find(credential, askedScope(request)));
    },
  };
}

function acceptedCredential(request: FastifyRequest, deps: AuthenticatorDeps): Credential {
  const credential = credentialOf(request, deps.sessionCookie);
  if (credential === null) {
    throw new RefusalError('unauthenticated', 'Send a bearer token or a service key, or sign in.');
  }
  if (credential.kind === 'session') refuseCrossSite(request, deps.baseUrl);
  return credential;
}

function keyContext(request: FastifyRequest, key: KnownKey | null): RequestContext {
  if (key === null) {
    throw new RefusalError('unauthenticated', 'This service key is not known, or was revoked.');
  }
  if (!isAskedScope(key.scope, askedScope(request))) {
    throw new RefusalError('forbidden', 'This service key is bound to another tenant and project.');
  }
  return contextFor(request, key);
}

function contextFor(
  request: FastifyRequest,
  { caller, scope }: KnownKey | KnownPerson,
): RequestContext {
  return { caller, scope, requestId: request.id, sourceAddress: request.ip };
}

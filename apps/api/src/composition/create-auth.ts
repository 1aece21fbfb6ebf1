import type { Pool } from 'pg';
import { createDataPlaneKeyLookup } from '../adapters/postgres/data-plane-key-lookup.ts';
import { createMemberDirectory } from '../adapters/postgres/member-directory.ts';
import { ProjectClock } from '../adapters/postgres/project-clock.ts';
import { createScopeDirectory } from '../adapters/postgres/scope-directory.ts';
import { createServiceKeyLookup } from '../adapters/postgres/service-key-lookup.ts';
import { apiKeyHasher } from '../adapters/system/api-key-hasher.ts';
import { dataPlaneSecrets } from '../adapters/system/data-plane-secrets.ts';
import { hmacHasher } from '../adapters/system/hmac-hasher.ts';
import { jweSealer } from '../adapters/system/jwe-sealer.ts';
import type { ReadyConfig } from '../config/config.ts';
import { deriveKey, type KeyPurpose } from '../config/derive-key.ts';
import { authCookies } from '../http/auth/auth-cookies.ts';
import type { Authenticator } from '../http/auth/authenticator.ts';
import { createAuthenticator } from '../http/auth/create-authenticator.ts';
import type { LoginDeps } from '../http/auth/login-routes.ts';
import { People } from '../http/auth/people.ts';
import { ServiceKeys } from '../http/auth/service-keys.ts';
import { Sessions } from '../http/auth/sessions.ts';
import { SignedCalls } from '../http/auth/signed-calls.ts';
import type { DataPlaneSecrets } from '../ports/data-plane-keys.ts';
import type { SecretHasher } from '../ports/key-store.ts';
import type { System } from '../ports/system.ts';
import type { ApiKeyHasher } from '../ports/tenant-assets.ts';
import type { Identity } from './create-identity.ts';

export type Auth = {
  readonly authenticator: Authenticator;
  readonly login: LoginDeps;
  readonly signedCalls: SignedCalls;
};

/** What keys are derived from. */
export type SecretConfig = Pick<ReadyConfig, 'secret' | 'previousSecret'>;

export type AuthParts = {
  readonly pool: Pool;
  readonly identity: Identity;
  readonly baseUrl: string;
  readonly system: System;
  readonly onFailure: (error: unknown) => void;
};

/** Recognises callers, by the keys that are derived from the secret. */
export function createAuth(config: ReadyConfig, parts: AuthParts): Auth {
  const { pool, identity, baseUrl, system } = parts;
  const cookies = authCookies(baseUrl);
  const keys = sealingKeys(config);
  const sessions = new Sessions(jweSealer(keys, 'session', system), system);
  const people = new People({
    tokens: identity.tokens,
    sessions,
    members: createMemberDirectory(pool),
    scopes: createScopeDirectory(pool),
    defaults: { tenant: config.defaultTenant, project: config.defaultProject },
    system,
  });
  const serviceKeys = new ServiceKeys({
    lookup: createServiceKeyLookup(pool),
    hashers: serviceKeyHashers(config),
    system,
    onFailure: parts.onFailure,
  });
  return {
    authenticator: createAuthenticator({
      serviceKeys,
      people,
      sessionCookie: cookies.session,
      baseUrl,
    }),
    login: {
      signIn: identity.signIn,
      sessions,
      people,
      pendingSealer: jweSealer(keys, 'sign-in', system),
      cookies,
      baseUrl,
      isPublic: config.publicUrl !== undefined,
    },
    signedCalls: new SignedCalls({
      lookup: createDataPlaneKeyLookup(pool),
      secrets: planeSecrets(config),
      clock: new ProjectClock(pool),
    }),
  };
}

/** New keys are made with the first; all are tried when a key is shown. */
export function serviceKeyHashers(config: ReadyConfig): readonly [SecretHasher, ...SecretHasher[]] {
  const { current, previous } = derived(config, 'service-key');
  return previous ? [hmacHasher(current), hmacHasher(previous)] : [hmacHasher(current)];
}

/** Secrets of data planes and the pepper of tenants' API keys. */
export function planeSecrets(config: SecretConfig): DataPlaneSecrets {
  const { current, previous } = derived(config, 'data-plane');
  const keys = previous === undefined ? ([current] as const) : ([current, previous] as const);
  return dataPlaneSecrets(keys, derived(config, 'plane-pepper').current);
}

/** What is kept of tenants' API keys; data planes hold the same pepper. */
export function tenantKeyHasher(config: ReadyConfig): ApiKeyHasher {
  return apiKeyHasher(derived(config, 'plane-pepper').current);
}

function sealingKeys(config: ReadyConfig) {
  return derived(config, 'session');
}

function derived({ secret, previousSecret }: SecretConfig, purpose: KeyPurpose) {
  return {
    current: deriveKey(secret, purpose),
    previous: previousSecret === undefined ? undefined : deriveKey(previousSecret, purpose),
  };
}

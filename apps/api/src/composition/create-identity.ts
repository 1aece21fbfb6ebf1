import { createDemoProvider } from '../adapters/oidc/demo-provider.ts';
import { demoMapping, demoVerifier } from '../adapters/oidc/demo-verifier.ts';
import { issuerVerifier } from '../adapters/oidc/issuer-verifier.ts';
import { createSignIn, type SignInOptions } from '../adapters/oidc/sign-in.ts';
import type { ReadyConfig } from '../config/config.ts';
import { deriveKey } from '../config/derive-key.ts';
import { signInFailedPage } from '../http/pages/sign-in-pages.ts';
import type { DemoProvider } from '../ports/demo-provider.ts';
import type { TokenVerifier } from '../ports/people.ts';
import type { SignIn } from '../ports/sign-in.ts';
import type { System } from '../ports/system.ts';

export type Identity = {
  readonly tokens: TokenVerifier;
  readonly signIn: SignIn;
  /** The built-in provider, where no issuer is configured. */
  readonly demoProvider: DemoProvider | null;
};

export type IdentityParts = {
  readonly baseUrl: string;
  readonly system: System;
  /** Reaches the built-in provider inside this process, whatever the server listens on. */
  readonly fetchOwn: NonNullable<SignInOptions['fetch']>;
};

/** How people are known: by the issuer that the configuration names, or by the built-in one. */
export function createIdentity(config: ReadyConfig, parts: IdentityParts): Identity {
  const { identity } = config;
  const { baseUrl, system } = parts;
  if (identity.kind === 'built-in') return builtIn(config, parts);
  const { issuer, audience, clientId, clientSecret, roleClaim, roleMap, tenantClaim } = identity;
  const mapping = { roleClaim, roleMap, tenantClaim };
  return {
    tokens: issuerVerifier({ issuer, audience, mapping, system }),
    signIn: createSignIn({ issuer, clientId, clientSecret, baseUrl, mapping }),
    demoProvider: null,
  };
}

function builtIn(
  { identity: { audience, clientId }, secret }: ReadyConfig,
  { baseUrl, system, fetchOwn }: IdentityParts,
): Identity {
  const issuer = `${baseUrl}/oidc`;
  const derivedKey = deriveKey(secret, 'oidc');
  return {
    tokens: demoVerifier({ issuer, audience, derivedKey, system }),
    signIn: createSignIn({
      issuer,
      clientId,
      clientSecret: undefined,
      baseUrl,
      mapping: demoMapping,
      prompt: 'login',
      fetch: fetchOwn,
    }),
    demoProvider: createDemoProvider({
      issuer,
      baseUrl,
      clientId,
      audience,
      derivedKey,
      system,
      errorPage: signInFailedPage,
    }),
  };
}

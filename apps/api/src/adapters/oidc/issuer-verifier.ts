import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { IdentityUnavailableError, type TokenVerifier } from '../../ports/people.ts';
import type { System } from '../../ports/system.ts';
import type { ClaimMapping } from './claims.ts';
import { verifyToken } from './verify-token.ts';

export type IssuerOptions = {
  readonly issuer: string;
  readonly audience: string;
  readonly mapping: ClaimMapping;
  readonly system: System;
};

/** Keys are fetched anew after this, so that one the issuer has withdrawn stops counting. */
const keysMsMax = 10 * 60_000;

/** A token signed by an unknown key fetches the keys at once, but at most this often: rotation works, floods do not. */
const refetchMsMin = 30_000;

const fetchMsMax = 5_000;

/** Verifies the access tokens of any compliant OpenID Connect issuer by discovery and its published keys. */
export function issuerVerifier({
  issuer,
  audience,
  mapping,
  system,
}: IssuerOptions): TokenVerifier {
  let keys: Promise<JWTVerifyGetKey> | null = null;
  const discovered = (): Promise<JWTVerifyGetKey> => {
    keys ??= discoverKeys(issuer).catch((error: unknown) => {
      // The next token tries again: an issuer that is down at our start must not stay unknown.
      keys = null;
      throw error;
    });
    return keys;
  };
  return {
    verify: async (token) =>
      verifyToken(token, {
        keys: await discovered(),
        issuer,
        audience,
        mapping,
        nowMs: system.nowMs(),
      }),
  };
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const metadata = await fetchJson(address);
  if (metadata.issuer !== issuer || typeof metadata.jwks_uri !== 'string') {
    throw new IdentityUnavailableError(
      `${address} describes the issuer ${String(metadata.issuer)}, not ${issuer}.`,
    );
  }
  return createRemoteJWKSet(new URL(metadata.jwks_uri), {
    cacheMaxAge: keysMsMax,
    cooldownDuration: refetchMsMin,
    timeoutDuration: fetchMsMax,
  });
}

async function fetchJson(address: string): Promise<Record<string, unknown>> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(fetchMsMax) });
    if (!answer.ok) throw new Error(`It answered ${answer.status}.`);
    return (await answer.json()) as Record<string, unknown>;
  } catch (cause) {
    throw new IdentityUnavailableError(`The identity provider at ${address} cannot be asked.`, {
      cause,
    });
  }
}

import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { IdentityUnavailableError, type VerifiedPerson } from '../../ports/people.ts';
import { type SignIn, SignInError } from '../../ports/sign-in.ts';
import { type ClaimMapping, personFromClaims } from './claims.ts';

export type SignInOptions = {
  readonly issuer: string;
  readonly clientId: string;
  /** Without one the client is public and PKCE alone protects the code. */
  readonly clientSecret: string | undefined;
  /** Address under which people reach this server. */
  readonly baseUrl: string;
  readonly mapping: ClaimMapping;
  /** `login` makes the provider ask who it is each time. */
  readonly prompt?: 'login';
  /** How the provider is reached; the built-in one is called inside the process. */
  readonly fetch?: client.CustomFetch;
};

const scope = 'openid email profile';
const requestSecondsMax = 10;

/** Signs people in at any compliant OpenID Connect provider (authorization code, PKCE, state, nonce). */
export function createSignIn(options: SignInOptions): SignIn {
  const redirectUri = `${options.baseUrl}/auth/callback`;
  let known: Promise<client.Configuration> | null = null;
  const configured = () => {
    known ??= discover(options).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
  return {
    async begin(returnTo) {
      const configuration = await configured();
      const codeVerifier = client.randomPKCECodeVerifier();
      const pending = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier,
        returnTo,
      };
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(options.prompt ? { prompt: options.prompt } : {}),
      });
      return { url: url.href, pending };
    },
    async complete(callbackUrl, pending) {
      const configuration = await configured();
      try {
        const tokens = await client.authorizationCodeGrant(configuration, new URL(callbackUrl), {
          pkceCodeVerifier: pending.codeVerifier,
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          idTokenExpected: true,
        });
        return personFromTokens(tokens, options.mapping);
      } catch (error) {
        throw toSignInError(error);
      }
    },
    async endUrl() {
      const configuration = await configured();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: `${options.baseUrl}/`,
      }).href;
    },
  };
}

async function discover(options: SignInOptions): Promise<client.Configuration> {
  const { issuer, clientId, clientSecret } = options;
  const plain = issuer.startsWith('http://');
  try {
    return await client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret),
      {
        timeout: requestSecondsMax,
        ...(plain ? { execute: [client.allowInsecureRequests] } : {}),
        ...(options.fetch ? { [client.customFetch]: options.fetch } : {}),
      },
    );
  } catch (cause) {
    throw new IdentityUnavailableError(`The identity provider ${issuer} cannot be asked.`, {
      cause,
    });
  }
}

type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

/**
 * Who came back. Providers put roles in the access token, the ID token or both; each came straight
 * from the provider's own endpoint, so the claims of either count.
 */
function personFromTokens(tokens: Tokens, mapping: ClaimMapping): VerifiedPerson {
  const claims = tokens.claims();
  if (claims === undefined) throw new SignInError('The identity provider sent no ID token.');
  const person = personFromClaims(claims, mapping);
  const access = personFromClaims({ ...claims, ...accessClaims(tokens.access_token) }, mapping);
  return {
    ...person,
    roles: [...new Set([...person.roles, ...access.roles])],
    tenants: person.tenants &&
      access.tenants && [...new Set([...person.tenants, ...access.tenants])],
  };
}

/** Access tokens of some providers are opaque; then there is nothing to read. */
function accessClaims(token: string): object {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}

function toSignInError(error: unknown): unknown {
  if (error instanceof client.AuthorizationResponseError) {
    return new SignInError(
      error.error === 'access_denied'
        ? 'The sign-in was refused.'
        : `The identity provider answered: ${error.error_description ?? error.error}.`,
      { cause: error },
    );
  }
  if (error instanceof client.ResponseBodyError || error instanceof client.ClientError) {
    return new SignInError('The sign-in could not be completed. Start it again.', { cause: error });
  }
  return error;
}

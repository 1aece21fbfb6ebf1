import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type Configuration, errors } from 'oidc-provider';
import type { DemoProvider } from '../../ports/demo-provider.ts';
import type { System } from '../../ports/system.ts';
import { demoSigningKey } from './demo-keys.ts';
import { demoClaims, demoPeople } from './demo-people.ts';
import { demoStore } from './demo-store.ts';

export type DemoProviderOptions = {
  /** Where it is mounted on this server, for example `http://localhost:4000/oidc`. */
  readonly issuer: string;
  /** Where the dashboard is, without a slash at its end. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly audience: string;
  readonly derivedKey: Buffer;
  readonly system: System;
  /** A page that says what went wrong and offers to sign in again. */
  readonly errorPage: (message: string) => string;
};

/** Name of this server's API as a resource (RFC 8707); what tokens carry is the audience. */
const apiResource = 'urn:purser:api';
const hourSeconds = 3600;

/**
 * An OpenID Connect provider inside the server, for machines where none is configured. Its people
 * have no passwords: whoever reaches it may be any of them, so it runs on loopback only.
 */
export function createDemoProvider(options: DemoProviderOptions): DemoProvider {
  const provider = new Provider(options.issuer, configurationOf(options));
  // The two headers it then believes are written by `handle` itself.
  provider.proxy = true;
  const base = new URL(options.issuer);
  const serve = provider.callback();
  return {
    people: demoPeople,
    async handle(request, response) {
      const { 'x-forwarded-for': _for, 'x-forwarded-host': _host, ...headers } = request.headers;
      const protocol = base.protocol.replace(':', '');
      request.headers = { ...headers, host: base.host, 'x-forwarded-proto': protocol };
      const mounted = request.url ?? '/';
      Object.assign(request, {
        originalUrl: mounted,
        url: mounted.slice(base.pathname.length) || '/',
      });
      await serve(request, response);
    },
    async isAwaited(request, response) {
      return (await interactionOf(provider, request, response)) !== null;
    },
    async choose(request, response, email) {
      if (claimsOf(email) === undefined) return null;
      if ((await interactionOf(provider, request, response)) === null) return null;
      return provider.interactionResult(request, response, { login: { accountId: email } });
    },
  };
}

/** The sign-in under way in this browser; null when there is none, or it took too long. */
async function interactionOf(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
) {
  try {
    return await provider.interactionDetails(request, response);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}

function configurationOf(options: DemoProviderOptions): Configuration {
  const { baseUrl, clientId, audience, derivedKey, system } = options;
  return {
    adapter: demoStore(system),
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [`${baseUrl}/auth/callback`],
        post_logout_redirect_uris: [`${baseUrl}/`],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...demoSigningKey(derivedKey) }] },
    cookies: { keys: [derivedKey.toString('base64url')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientBasedCORS: () => false,
    findAccount: (_ctx, id) => accountOf(id),
    extraTokenClaims: (_ctx, token) =>
      'accountId' in token && token.accountId ? claimsOf(token.accountId) : undefined,
    interactions: { url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    loadExistingGrant,
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = options.errorPage(out.error_description ?? out.error);
    },
    ttl: {
      AccessToken: hourSeconds,
      IdToken: hourSeconds,
      Interaction: hourSeconds,
      Session: 8 * hourSeconds,
      Grant: 8 * hourSeconds,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiResource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'openid email profile',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: hourSeconds,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}

function accountOf(id: string) {
  const claims = claimsOf(id);
  return claims && { accountId: id, claims: () => ({ sub: id, ...claims }) };
}

/** The subject of a demo person is the e-mail address. */
function claimsOf(subject: string) {
  const person = demoPeople.find(({ email }) => email === subject);
  return person && demoClaims(person);
}

/** Demo people consent to everything by picking themselves. */
const loadExistingGrant: Configuration['loadExistingGrant'] = async ({ oidc }) => {
  const { client, session, provider } = oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const found = known && (await provider.Grant.find(known));
  if (found) return found;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email profile');
  grant.addResourceScope(apiResource, 'openid email profile');
  await grant.save();
  return grant;
};

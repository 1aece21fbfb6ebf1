import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { IdentityUnavailableError } from '../../ports/people.ts';
import { type Sealer, type SignIn, SignInError } from '../../ports/sign-in.ts';
import { sendPage } from '../pages/page-headers.ts';
import { noAccessPage, signInFailedPage } from '../pages/sign-in-pages.ts';
import { answerError } from '../problems/error-handler.ts';
import { RefusalError } from '../problems/refusal-error.ts';
import {
  type AuthCookies,
  forgetPending,
  forgetSession,
  keepPending,
  keepSession,
  readCookie,
} from './auth-cookies.ts';
import type { People } from './people.ts';
import { isFromOwnPages } from './same-origin.ts';
import type { Sessions } from './sessions.ts';

export type LoginDeps = {
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly people: People;
  /** Seals what is remembered of a sign-in under way. */
  readonly pendingSealer: Sealer;
  readonly cookies: AuthCookies;
  readonly baseUrl: string;
  /** Behind PUBLIC_URL a proxy may use another host name; otherwise cookies need the one of `baseUrl`. */
  readonly isPublic: boolean;
};

/** A person who has to find a phone for a second factor. */
const pendingSeconds = 15 * 60;

/** Sign-ins a minute from one address: plenty for people, few for a script. */
const signInsPerMinute = 60;

const pendingSignIn = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
});

/** Signs people in to the dashboard and out again. */
export const loginRoutes: FastifyPluginAsync<LoginDeps> = async (server, deps) => {
  await server.register(cookie, { hook: false });
  await server.register(rateLimit, {
    max: signInsPerMinute,
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, { ttl }) =>
      new RefusalError('too_many_requests', 'Too many sign-ins from this address. Wait a minute.', {
        retryAfterSeconds: Math.ceil(ttl / 1000),
      }),
  });
  const open = { config: { permission: 'public' as const }, schema: { hide: true } };
  // Who waits for a sign-in page must see a page, also when the identity provider is away.
  server.setErrorHandler((error: Error, request, reply) => {
    if (!(error instanceof IdentityUnavailableError)) return answerError(error, request, reply);
    request.log.error({ err: error }, 'identity provider is unavailable');
    return sendPage(reply.code(503).header('retry-after', 5), signInFailedPage(error.message));
  });

  server.get('/auth/login', open, async (request, reply) => {
    if (!deps.isPublic && request.host !== new URL(deps.baseUrl).host) {
      return reply.redirect(`${deps.baseUrl}${request.url}`);
    }
    const { url, pending } = await deps.signIn.begin(returnPath(request));
    const untilMs = server.system.nowMs() + pendingSeconds * 1000;
    const text = await deps.pendingSealer.seal(pending, untilMs);
    keepPending(reply, deps.cookies, { text, seconds: pendingSeconds });
    return reply.header('cache-control', 'no-store').redirect(url);
  });

  server.get('/auth/callback', open, (request, reply) => finishSignIn(deps, request, reply));

  // A link signs out as well as a form does, but not one on another site.
  server.route({
    method: ['GET', 'POST'],
    url: '/auth/logout',
    ...open,
    handler: async (request, reply) => {
      const site = request.headers['sec-fetch-site'];
      const isForeign =
        request.method === 'POST'
          ? !isFromOwnPages(request, deps.baseUrl)
          : site === 'cross-site' || site === 'same-site';
      if (isForeign) throw new RefusalError('cross_site', 'Sign out on the pages of this server.');
      forgetSession(reply, deps.cookies);
      return reply.redirect((await deps.signIn.endUrl()) ?? '/', 303);
    },
  });
};

async function finishSignIn(
  deps: LoginDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const kept = readCookie(request.headers.cookie, deps.cookies.pending);
  const pending = pendingSignIn.safeParse(kept && (await deps.pendingSealer.open(kept)));
  forgetPending(reply, deps.cookies);
  if (!pending.success) {
    const message = 'The sign-in took too long, or was begun in another browser.';
    return sendPage(reply.code(400), signInFailedPage(message));
  }
  try {
    const person = await deps.signIn.complete(`${deps.baseUrl}${request.url}`, pending.data);
    if ((await deps.people.reach(person, {})) === null) {
      return sendPage(reply.code(403), noAccessPage(person.email ?? person.name));
    }
    const { text, expiresAtMs } = await deps.sessions.start(person);
    const seconds = Math.floor((expiresAtMs - request.server.system.nowMs()) / 1000);
    keepSession(reply, deps.cookies, { text, seconds });
    return reply.header('cache-control', 'no-store').redirect(pending.data.returnTo);
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    request.log.warn({ err: error }, 'sign-in failed');
    return sendPage(reply.code(400), signInFailedPage(error.message));
  }
}

/** Where to go after signing in: a path of this server, whatever the link says. */
function returnPath(request: FastifyRequest): string {
  const { return_to: wanted } = request.query as { return_to?: unknown };
  if (typeof wanted !== 'string' || !URL.canParse(wanted, 'http://here')) return '/';
  const { origin, pathname, search, hash } = new URL(wanted, 'http://here');
  return origin === 'http://here' && wanted.startsWith('/') ? `${pathname}${search}${hash}` : '/';
}

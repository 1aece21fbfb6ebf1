import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';

/** The browser's cookies of this server: their names depend on whether it is reached by https. */
export type AuthCookies = {
  readonly session: string;
  readonly pending: string;
  readonly secure: boolean;
};

/** With https the names begin so that other hosts of the domain, and plain http, cannot set them. */
export function authCookies(baseUrl: string): AuthCookies {
  const secure = baseUrl.startsWith('https://');
  return {
    session: secure ? '__Host-purser_session' : 'purser_session',
    pending: secure ? '__Secure-purser_sign_in' : 'purser_sign_in',
    secure,
  };
}

/** A cookie's text out of the header; ours need no decoding. The first of a name counts, as in browsers' order. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(';').find((part) => part.trimStart().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1) || undefined;
}

export type KeptText = { readonly text: string; readonly seconds: number };

export function keepSession(reply: FastifyReply, cookies: AuthCookies, kept: KeptText): void {
  reply.setCookie(cookies.session, kept.text, { ...sessionOptions(cookies), maxAge: kept.seconds });
}

export function keepPending(reply: FastifyReply, cookies: AuthCookies, kept: KeptText): void {
  reply.setCookie(cookies.pending, kept.text, { ...pendingOptions(cookies), maxAge: kept.seconds });
}

export function forgetSession(reply: FastifyReply, cookies: AuthCookies): void {
  reply.clearCookie(cookies.session, sessionOptions(cookies));
}

export function forgetPending(reply: FastifyReply, cookies: AuthCookies): void {
  reply.clearCookie(cookies.pending, pendingOptions(cookies));
}

function sessionOptions(cookies: AuthCookies): CookieSerializeOptions {
  return { ...common(cookies), path: '/' };
}

/** The cookie of a sign-in under way is sent nowhere but back to where it ends. */
function pendingOptions(cookies: AuthCookies): CookieSerializeOptions {
  return { ...common(cookies), path: '/auth' };
}

/** `Lax`, because the way back from the identity provider comes from another site. */
function common({ secure }: AuthCookies): CookieSerializeOptions {
  return { secure, httpOnly: true, sameSite: 'lax' };
}

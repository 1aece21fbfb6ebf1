import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, browser } from '../../testing/browser.ts';
import { type RunningApp, runApp } from '../../testing/running-app.ts';

let running: RunningApp;

beforeAll(async () => {
  running = await runApp();
});

afterAll(() => running[Symbol.asyncDispose]());

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Signs in as a person does: the login link, the page, a click. */
async function signIn(email: string, returnTo = '/'): Promise<{ person: Browser; last: Response }> {
  const person = browser(running.url);
  const page = await person.follow(`/auth/login?return_to=${encodeURIComponent(returnTo)}`);
  expect(await page.text()).toContain(email);
  const last = await person.follow(page.url, {
    method: 'POST',
    headers: form,
    body: new URLSearchParams({ person: email }).toString(),
  });
  return { person, last };
}

describe('signing in to the dashboard', () => {
  it('leads through the built-in provider back to where one wanted to go', async () => {
    const { person, last } = await signIn('finance@demo.test', '/users/ada?tab=wallet');
    expect(new URL(last.url).pathname).toBe('/users/ada');
    const me = await person.go('/auth/me');
    expect(await me.json()).toMatchObject({ name: 'finance@demo.test', role: 'finance' });
  });

  it('keeps the session where scripts and other sites cannot reach it', async () => {
    const person = browser(running.url);
    const page = await person.follow('/auth/login');
    const chosen = await person.go(page.url, {
      method: 'POST',
      headers: form,
      body: 'person=viewer%40demo.test',
    });
    const resumed = await person.go(chosen.headers.get('location') ?? '');
    const answer = await person.go(resumed.headers.get('location') ?? '');
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('purser_session='));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Path=\//);
    expect(cookie).not.toContain('viewer');
  });

  it.each([
    ['https://evil.test/'],
    ['//evil.test/'],
    ['/\\evil.test/'],
    ['javascript:alert(1)'],
    ['evil'],
  ])('does not lead to another site: return_to=%s', async (returnTo) => {
    const { last } = await signIn('viewer@demo.test', returnTo);
    expect(new URL(last.url).origin).toBe(running.url);
    expect(new URL(last.url).pathname).toBe('/');
  });

  it('refuses an answer that this browser did not ask for', async () => {
    const stranger = browser(running.url);
    const answer = await stranger.go('/auth/callback?code=stolen&state=guessed');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(stranger.cookie('purser_session')).toBeUndefined();
  });

  it('refuses the answer to another sign-in of the same browser', async () => {
    const person = browser(running.url);
    await person.follow('/auth/login');
    const answer = await person.go('/auth/callback?code=x&state=another&iss=y');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Sign in again');
  });

  it('ends after ten hours', async () => {
    const { person } = await signIn('viewer@demo.test');
    expect((await person.go('/auth/me')).status).toBe(200);
    running.advance(10 * 3_600_000 + 1);
    expect((await person.go('/auth/me')).status).toBe(401);
    running.advance(-10 * 3_600_000 - 1);
  });

  it('ends by signing out, by link or by form, but not from another site', async () => {
    const { person } = await signIn('viewer@demo.test');
    const foreign = await person.go('/auth/logout', {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(foreign.status).toBe(403);
    expect((await person.go('/auth/me')).status).toBe(200);
    await person.go('/auth/logout', { headers: { 'sec-fetch-site': 'same-origin' } });
    expect((await person.go('/auth/me')).status).toBe(401);
  });

  it('asks who it is again after signing out', async () => {
    const { person } = await signIn('viewer@demo.test');
    await person.go('/auth/logout');
    const page = await person.follow('/auth/login');
    expect(await page.text()).toContain('Sign in as a demo person');
  });
});

describe('the built-in provider', () => {
  it('answers under its own name only, so that a foreign name for this machine gets nobody in', async () => {
    const answer = await running.app.server.inject({
      url: '/oidc/auth?client_id=purser-dashboard',
      headers: { host: 'rebound.evil.test' },
    });
    expect(answer.statusCode).toBe(421);
  });

  it('sends a browser that came by another name of this machine to its own', async () => {
    const answer = await running.app.server.inject({
      url: '/auth/login?return_to=%2Fusers',
      headers: { host: `127.0.0.1:${running.config.port}` },
    });
    expect(answer.headers.location).toBe(`${running.url}/auth/login?return_to=%2Fusers`);
  });

  it('publishes keys without their private part', async () => {
    const keys = await (await running.call('/oidc/jwks')).json();
    expect(keys).toEqual({ keys: [expect.objectContaining({ kty: 'EC', alg: 'ES256' })] });
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });
});

describe('a signed-in browser', () => {
  const query = JSON.stringify({ query: '{ me { name } }' });
  const json = { 'content-type': 'application/json' };

  it.each([
    ['its own pages', { ...json, 'sec-fetch-site': 'same-origin' }, 200],
    ['its own pages, in a browser without Sec-Fetch-Site', { ...json, origin: 'own' }, 200],
    ['another site', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['another name of the same site', { ...json, 'sec-fetch-site': 'same-site' }, 403],
    ['another origin', { ...json, origin: 'https://evil.test' }, 403],
    ['nowhere it says', { ...json }, 403],
    ['a foreign form', { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' }, 415],
  ])('may change things from %s: %i', async (_name, headers, status) => {
    const { person } = await signIn('admin@demo.test');
    const sent =
      'origin' in headers && headers.origin === 'own'
        ? { ...headers, origin: running.url }
        : headers;
    const answer = await person.go('/graphql', {
      method: 'POST',
      headers: sent as Record<string, string>,
      body: query,
    });
    expect(answer.status).toBe(status);
  });

  it('sees pages whose scripts come from this server alone', async () => {
    const answer = await running.call('/');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
  });
});

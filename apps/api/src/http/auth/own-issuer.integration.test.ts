import { createServer, type Server } from 'node:http';
import { findFreePort } from '@purser/local-services/free-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoProvider } from '../../adapters/oidc/demo-provider.ts';
import { machine } from '../../adapters/system/machine.ts';
import type { DemoProvider } from '../../ports/demo-provider.ts';
import { browser } from '../../testing/browser.ts';
import { type RunningApp, runApp } from '../../testing/running-app.ts';

let running: RunningApp;
let provider: DemoProvider;
let issuerServer: Server;
/** Who signs in at the issuer, and whether it answers at all. */
let email = '';
let isAway = false;

/** An issuer in a server of its own: this one speaks to it over sockets, as to any other. */
beforeAll(async () => {
  const port = await findFreePort();
  const issuer = `http://localhost:${port}/oidc`;
  issuerServer = createServer((request, response) => {
    if (isAway) return void response.writeHead(502).end();
    if (!request.url?.startsWith('/oidc/interaction/')) {
      return void provider.handle(request, response);
    }
    void provider
      .choose(request, response, email)
      .then((location) => response.writeHead(303, { location: location ?? '/' }).end());
  });
  await new Promise<void>((resolve) => issuerServer.listen(port, resolve));
  running = await runApp({
    OIDC_ISSUER: issuer,
    OIDC_ROLE_MAP: 'support=finance,owner=nothing-here',
    PURSER_SECRET: 's'.repeat(40),
  });
  provider = createDemoProvider({
    issuer,
    baseUrl: running.url,
    clientId: 'purser-dashboard',
    audience: 'purser',
    derivedKey: Buffer.alloc(32, 5),
    system: machine,
    errorPage: (message) => message,
  });
});

afterAll(async () => {
  issuerServer.closeAllConnections();
  issuerServer.close();
  await running[Symbol.asyncDispose]();
});

describe('an issuer of one’s own', () => {
  it('that is away is told as a page with 503, and found once it is back', async () => {
    isAway = true;
    const answer = await browser(running.url).go('/auth/login');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('text/html');
    const bearer = await running.call('/api/v1/turns', { token: 'x.y.z' });
    expect(bearer.status).toBe(503);
    expect(bearer.headers.get('retry-after')).toBe('5');
    isAway = false;
    expect((await browser(running.url).go('/auth/login')).status).toBe(302);
  });

  it('signs people in with the roles it gives them, by the names they have here', async () => {
    email = 'support@demo.test';
    const person = browser(running.url);
    const last = await person.follow('/auth/login?return_to=/users');
    expect(new URL(last.url).pathname).toBe('/users');
    const me = await (await person.go('/auth/me')).json();
    expect(me).toMatchObject({ name: email, role: 'finance', sign_in_with: 'issuer' });
  });

  it('whose people have no role here get a page that says so, and no session', async () => {
    email = 'owner@demo.test';
    const person = browser(running.url);
    const last = await person.follow('/auth/login');
    expect(last.status).toBe(403);
    expect(await last.text()).toContain('owner@demo.test');
    expect(person.cookie('purser_session')).toBeUndefined();
  });

  it('leaves no built-in provider behind, and demo tokens are worth nothing', async () => {
    expect((await running.call('/oidc/.well-known/openid-configuration')).status).toBe(404);
    const { mintDemoToken } = await import('../../adapters/oidc/demo-token.ts');
    const token = await mintDemoToken(running.config, { role: 'admin' });
    expect((await running.call('/auth/me', { token })).status).toBe(401);
  });
});

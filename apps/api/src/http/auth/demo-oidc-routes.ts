import formBody from '@fastify/formbody';
import type { FastifyPluginAsync } from 'fastify';
import type { DemoProvider } from '../../ports/demo-provider.ts';
import { sendPage } from '../pages/page-headers.ts';
import { pickPersonPage, signInFailedPage } from '../pages/sign-in-pages.ts';
import { RefusalError } from '../problems/refusal-error.ts';

export type DemoOidcDeps = {
  readonly provider: DemoProvider;
  readonly baseUrl: string;
  /** Other machines can reach this server. */
  readonly isExposed: boolean;
};

const tooLate = 'The sign-in took too long, or was begun in another browser.';
const open = { config: { permission: 'public' as const }, schema: { hide: true } };

/**
 * The built-in identity provider under `/oidc`. It answers under the one host name it was made for:
 * a foreign page whose own name was pointed at this machine must not sign in as a demo person.
 */
export const demoOidcRoutes: FastifyPluginAsync<DemoOidcDeps> = async (server, deps) => {
  const { provider } = deps;
  const host = new URL(deps.baseUrl).host;
  server.addHook('onRequest', async (request) => {
    if (request.host !== host) {
      throw new RefusalError('forbidden', `Demo people sign in under ${deps.baseUrl} only.`);
    }
  });

  await server.register(async (pages) => {
    await pages.register(formBody);
    pages.get('/oidc/interaction/:uid', open, async ({ raw }, reply) =>
      (await provider.isAwaited(raw, reply.raw))
        ? sendPage(reply, pickPersonPage(provider.people, deps))
        : sendPage(reply.code(400), signInFailedPage(tooLate)),
    );
    pages.post('/oidc/interaction/:uid', open, async ({ raw, body }, reply) => {
      const { person } = (body ?? {}) as { person?: unknown };
      const next = await provider.choose(raw, reply.raw, String(person));
      return next === null
        ? sendPage(reply.code(400), signInFailedPage(tooLate))
        : reply.redirect(next, 303);
    });
  });

  await server.register(async (protocol) => {
    // The provider reads bodies itself.
    protocol.removeAllContentTypeParsers();
    protocol.addContentTypeParser('*', (_request, _payload, done) => done(null));
    protocol.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: '/oidc/*',
      ...open,
      handler: async ({ raw }, reply) => {
        reply.hijack();
        await provider.handle(raw, reply.raw);
      },
    });
  });
};

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from '../request-log.ts';
import { renderPage } from './page.ts';
import { sendPage } from './page-headers.ts';

/** File names of the build hold a digest of their content, so they never change. */
const assetSecondsMax = 31_536_000;

/** Prefixes that belong to machines: an unknown address under them is a problem, not a page. */
const machinePrefixes =
  /^\/(api|auth|oidc|graphql|internal|health|metrics|docs|openapi\.json|assets)(\/|$|:)/;

const notBuiltPage = renderPage({
  title: 'Not built',
  body: `<h1>The dashboard is not built</h1>
<p>The API answers, but its pages are missing. Build them and load this page again:</p>
<p><code>npx -y pnpm@12 build</code></p>`,
});

/** Serves the files of the built dashboard; its page is `dashboardPage`. */
export async function serveDashboard(server: FastifyInstance, directory: string): Promise<void> {
  const index = join(directory, 'index.html');
  server.get('/', { config: { permission: 'public' }, schema: { hide: true } }, (_request, reply) =>
    sendIndex(reply, index),
  );
  await server.register(async (files) => {
    files.scopePermission = 'public';
    await files.register(fastifyStatic, {
      root: directory,
      prefix: '/',
      wildcard: true,
      index: false,
      serveDotFiles: false,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (response, path) => {
        const lasting = path.includes('/assets/');
        response.header(
          'cache-control',
          lasting ? `public, max-age=${assetSecondsMax}, immutable` : 'no-cache',
        );
      },
    });
  });
}

/** The dashboard's one page, for every address that is its own: its router knows the rest. */
export function dashboardPage(
  directory: string,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | null {
  const index = join(directory, 'index.html');
  return (request, reply) => {
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      !machinePrefixes.test(pathOf(request.url)) &&
      (request.headers.accept ?? 'text/html').includes('text/html');
    return isPage ? sendIndex(reply, index) : null;
  };
}

/** Read each time, so that a build made while the server runs is shown at once. */
async function sendIndex(reply: FastifyReply, index: string): Promise<FastifyReply> {
  return existsSync(index)
    ? sendPage(reply.code(200), await readFile(index, 'utf8'), 'no-cache')
    : sendPage(reply.code(503), notBuiltPage);
}

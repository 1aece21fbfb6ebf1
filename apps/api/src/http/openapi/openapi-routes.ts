import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import { withExamples } from './openapi-examples.ts';
import { toOpenapi } from './openapi-transform.ts';

/** Collects the routes registered after it into an OpenAPI 3.1 document. */
export async function collectOpenapi(
  server: FastifyInstance,
  { baseUrl, version }: { readonly baseUrl: string; readonly version: string },
): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Purser',
        version,
        description: 'Who may spend what, how much is left, and where every cent went.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: baseUrl }],
      tags: [
        { name: 'turns', description: 'For AI apps: admit, keep alive, settle, release.' },
        { name: 'control-plane', description: 'For operators: the REST shim of the guides.' },
      ],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'A service key (`psk_…`) or an access token of the identity provider.',
          },
        },
      },
      security: [{ bearer: [] }],
    },
    transform: toOpenapi,
    // Version 3.1 is what is collected here, whatever else the plugin could.
    transformObject: (collected) =>
      'openapiObject' in collected
        ? withExamples(collected.openapiObject as Partial<OpenAPIV3_1.Document>)
        : {},
  });
}

/** The pages write styles inline and show small images as data; everything else is this server's. */
const contentPolicy = [
  "default-src 'self'",
  "base-uri 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
].join('; ');

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><text x="0" y="27" font-family="sans-serif" font-size="22" font-weight="600" fill="#3fb68f">Purser</text></svg>';

/** `GET /openapi.json` and the pages that show it, from npm and without a CDN. */
export async function serveOpenapi(server: FastifyInstance): Promise<void> {
  server.get(
    '/openapi.json',
    { config: { permission: 'public' }, schema: { hide: true } },
    async (_request, reply) => reply.header('cache-control', 'no-cache').send(server.swagger()),
  );
  await server.register(async (docs) => {
    docs.scopePermission = 'public';
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: contentPolicy,
      uiConfig: { persistAuthorization: false, tryItOutEnabled: true },
      theme: { title: 'Purser API' },
      logo: { type: 'image/svg+xml', content: Buffer.from(logo), href: '/' },
    });
  });
}

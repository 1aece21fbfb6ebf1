import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Security headers for every answer of a scope that a browser shows. Styles may be inline because the dashboard's component
 * library writes them so; scripts may not, and nothing comes from elsewhere.
 */
export async function securePages(
  scope: FastifyInstance,
  { secure }: { readonly secure: boolean },
): Promise<void> {
  await scope.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
      },
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });
}

/** Sends a page. One of the server's own is about this moment, so nothing may keep it. */
export function sendPage(
  reply: FastifyReply,
  html: string,
  cacheControl: 'no-store' | 'no-cache' = 'no-store',
): FastifyReply {
  return reply
    .header('cache-control', cacheControl)
    .type('text/html; charset=utf-8')
    .serializer(String)
    .send(html);
}

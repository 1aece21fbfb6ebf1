import type { FastifyPluginAsync } from 'fastify';
import { contextOf } from './request-context.ts';

export type MeDeps = {
  readonly demoBanner: boolean;
  readonly signInWith: 'demo-people' | 'issuer';
};

/** `GET /auth/me`: who is signed in, and what they may do; 401 when nobody is. */
export const meRoute: FastifyPluginAsync<MeDeps> = async (server, { demoBanner, signInWith }) => {
  server.get(
    '/auth/me',
    { config: { permission: 'signed-in' }, schema: { hide: true } },
    async (request, reply) => {
      const { caller, scope } = contextOf(request);
      reply.header('cache-control', 'no-store');
      return {
        id: caller.id,
        name: caller.name,
        kind: caller.kind,
        role: caller.role,
        permissions: [...caller.permissions],
        tenant: { id: scope.tenantUuid, slug: scope.tenantSlug },
        project: { slug: scope.projectSlug },
        sign_in_with: signInWith,
        demo_banner: demoBanner,
      };
    },
  );
};

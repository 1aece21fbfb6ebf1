import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { FastifyRequest } from 'fastify';

/** The tenant and project a request is for, by the names its caller uses. */
export type ScopeNames = { readonly tenant: string; readonly project: string };

/** What the headers ask for; undefined where they are silent. */
export function askedScope(request: FastifyRequest): Partial<ScopeNames> {
  const { 'x-purser-tenant': tenant, 'x-purser-project': project } = request.headers;
  return {
    ...(typeof tenant === 'string' && tenant !== '' ? { tenant } : {}),
    ...(typeof project === 'string' && project !== '' ? { project } : {}),
  };
}

/** Whether a scope is the one the headers ask for, or they ask for none. */
export function isAskedScope(scope: ProjectScope, asked: Partial<ScopeNames>): boolean {
  const { tenant = scope.tenantSlug, project = scope.projectSlug } = asked;
  const isTenant = tenant === scope.tenantSlug || tenant.toLowerCase() === scope.tenantUuid;
  return isTenant && project === scope.projectSlug;
}

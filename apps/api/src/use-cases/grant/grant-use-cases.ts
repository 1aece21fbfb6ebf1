import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { projectNow } from '../project-now.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { createGrant } from './create-grant.ts';
import { revokeGrants } from './revoke-grants.ts';

export function grantUseCases(deps: UseCaseDeps): UseCases['grant'] {
  const { grants } = deps.readers;
  return {
    list: async (ctx, filter) => grants.list(ctx.scope, filter, await projectNow(deps, ctx)),
    expiring: async (ctx, request) =>
      grants.expiring(ctx.scope, request, await projectNow(deps, ctx)),
    usersWithGrants: async (ctx, page) =>
      grants.usersWithGrants(ctx.scope, page, await projectNow(deps, ctx)),
    create: bindCommand(deps, createGrant),
    revoke: bindCommand(deps, revokeGrants),
  };
}

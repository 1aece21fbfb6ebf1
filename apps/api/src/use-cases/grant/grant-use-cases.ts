import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { runCommand } from '../command/run-command.ts';
import { projectNow } from '../project-now.ts';
import { unseenUser } from '../turn/admission.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { createGrant } from './create-grant.ts';
import type { DecidedBy } from './grant-lines.ts';
import { revokeGrants } from './revoke-grants.ts';

export function grantUseCases(deps: UseCaseDeps): UseCases['grant'] {
  const { grants } = deps.readers;
  return {
    list: async (ctx, filter) => grants.list(ctx.scope, filter, await projectNow(deps, ctx)),
    expiring: async (ctx, request) =>
      grants.expiring(ctx.scope, request, await projectNow(deps, ctx)),
    usersWithGrants: async (ctx, page) =>
      grants.usersWithGrants(ctx.scope, page, await projectNow(deps, ctx)),
    create: async (ctx, input, meta) => {
      const definition = createGrant(await loadDecidedBy(deps, ctx, input.userId));
      return runCommand(deps, definition, { ctx, input, meta });
    },
    revoke: bindCommand(deps, revokeGrants),
  };
}

/** What decides the user's limits now, as admissions know it (rule P10). */
async function loadDecidedBy(
  { clock, rules }: UseCaseDeps,
  { scope }: RequestContext,
  userId: string,
): Promise<DecidedBy> {
  const { rules: inForce } = await rules.rules(scope);
  const user = await rules.user(scope, userId, await clock.nowMs(scope));
  return { rules: inForce, user: user ?? unseenUser };
}

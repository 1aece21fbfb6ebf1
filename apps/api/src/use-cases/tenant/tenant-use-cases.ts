import type { CommandMeta, RequestContext } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { CommandDefinition } from '../command/run-command.ts';
import { runCommand } from '../command/run-command.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { deleteTenant, resumeTenant, suspendTenant } from './change-status.ts';
import { createTenant } from './create-tenant.ts';
import { endOverride } from './end-override.ts';
import { overrideQuota } from './override-quota.ts';
import { asOperator, mayReadEvery, onOwnTenant, onTenant, readableScope } from './tenant-reach.ts';
import { updateTenant } from './update-tenant.ts';
import { upgradePlan } from './upgrade-plan.ts';

/** Tenants, for operators of the home tenant, and what a tenant's own people read and do about it. */
export function tenantUseCases(deps: UseCaseDeps): UseCases['tenant'] {
  const { readers } = deps;
  return {
    list: (ctx, filter) => {
      const onlyTenantId = mayReadEvery(deps, ctx) ? undefined : ctx.scope.tenantUuid;
      return readers.tenants.list({ ...filter, onlyTenantId });
    },
    get: async (ctx, { tenantId }) => {
      const scope = await readableScope(deps, ctx, tenantId);
      return scope === null ? null : readers.tenants.get(tenantId);
    },
    plans: async () => (await readers.tenants.plans()).filter(({ active }) => active),
    overrides: async (ctx, { tenantId }) => {
      const scope = await readableScope(deps, ctx, tenantId);
      return scope === null ? [] : readers.tenants.overrides(scope);
    },
    create: (ctx, input, meta) =>
      asOperator(deps, ctx, () => runCommand(deps, createTenant, { ctx, input, meta })),
    update: onOne(deps, updateTenant),
    suspend: onOne(deps, suspendTenant),
    resume: onOne(deps, resumeTenant),
    delete: (ctx, input, meta) =>
      onTenant(deps, ctx, {
        tenantId: input.tenantId,
        run: async (there) =>
          there.scope.tenantSlug === deps.homeTenant
            ? operatorsStay
            : runCommand(deps, deleteTenant, { ctx: there, input, meta }),
      }),
    overrideQuota: onOne(deps, overrideQuota),
    endOverride: onOne(deps, endOverride),
    upgradePlan: (ctx, input, meta) =>
      onOwnTenant(deps, ctx, (own) => runCommand(deps, upgradePlan, { ctx: own, input, meta })),
  };
}

/** Without the operator's own tenant nobody could sign in any more. */
const operatorsStay = {
  ok: false as const,
  rejection: {
    code: 'not_allowed' as const,
    message: 'The operator’s own tenant cannot be deleted.',
  },
};

function onOne<Input extends { readonly tenantId: string }, State, Change, Value>(
  deps: UseCaseDeps,
  definition: CommandDefinition<Input, State, Change, Value>,
) {
  return (ctx: RequestContext, input: Input, meta: CommandMeta) =>
    onTenant(deps, ctx, {
      tenantId: input.tenantId,
      run: (there) => runCommand(deps, definition, { ctx: there, input, meta }),
    });
}

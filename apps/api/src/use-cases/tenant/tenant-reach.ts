import { may } from '@purser/domain/access/may';
import { reachesEveryTenant } from '@purser/domain/tenant/tenant-status';
import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  CommandOutcome,
  ProjectScope,
  RequestContext,
} from '@purser/schema/contract/request-context';
import type { TenantDirectory } from '../../ports/tenant-directory.ts';

export type ReachDeps = {
  readonly tenants: TenantDirectory;
  /** The operator's own tenant. */
  readonly homeTenant: string;
};

/** Whether a caller's permission is over every tenant, or over that of the request alone (rule C1). */
function reachesAll({ homeTenant }: ReachDeps, { caller, scope }: RequestContext): boolean {
  return reachesEveryTenant({
    role: caller.role,
    tenantSlug: scope.tenantSlug,
    homeSlug: homeTenant,
  });
}

type Declined = { readonly ok: false; readonly rejection: Rejection };

const noSuchTenant: Declined = {
  ok: false,
  rejection: { code: 'not_found', message: 'There is no such tenant.' },
};

const operatorsOnly: Declined = {
  ok: false,
  rejection: {
    code: 'not_allowed',
    message: 'Only people of the operator’s own tenant may do this to tenants.',
  },
};

type Run<Value> = (ctx: RequestContext) => Promise<CommandOutcome<Value, Rejection>>;

/** Declines who is not of the operator's own tenant: nobody raises their own quota. */
export async function asOperator<Value>(
  deps: ReachDeps,
  ctx: RequestContext,
  run: Run<Value>,
): Promise<CommandOutcome<Value, Rejection>> {
  return reachesAll(deps, ctx) ? run(ctx) : operatorsOnly;
}

/** Runs an operator's command in the scope of one tenant, where its audit entries and keys are kept too. */
export function onTenant<Value>(
  deps: ReachDeps,
  ctx: RequestContext,
  { tenantId, run }: { readonly tenantId: string; readonly run: Run<Value> },
): Promise<CommandOutcome<Value, Rejection>> {
  return asOperator(deps, ctx, async () => {
    const scope = await deps.tenants.scopeEvenDeleted(tenantId);
    return scope === null ? noSuchTenant : run({ ...ctx, scope });
  });
}

/** Runs a command of the portal in the tenant of the request; no other tenant can be named. */
export async function onOwnTenant<Value>(
  deps: ReachDeps,
  ctx: RequestContext,
  run: Run<Value>,
): Promise<CommandOutcome<Value, Rejection>> {
  const scope = await deps.tenants.quotaScope(ctx.scope.tenantUuid);
  return scope === null ? noSuchTenant : run({ ...ctx, scope });
}

/** Runs a command of the portal in the tenant named, by who may change tenants, or else in the request's own. */
export async function onNamedOrOwnTenant<Value>(
  deps: ReachDeps,
  ctx: RequestContext,
  { tenantId, run }: { readonly tenantId: string | undefined; readonly run: Run<Value> },
): Promise<CommandOutcome<Value, Rejection>> {
  if (tenantId === undefined || tenantId === ctx.scope.tenantUuid) {
    return onOwnTenant(deps, ctx, run);
  }
  return may(ctx.caller, 'tenant:write') ? onTenant(deps, ctx, { tenantId, run }) : operatorsOnly;
}

/**
 * Where a tenant's rows may be read by a caller: the request's own tenant, or any for operators who may
 * read tenants. Null for every other, whether or not it exists.
 */
export async function readableScope(
  deps: ReachDeps,
  ctx: RequestContext,
  tenantId: string,
): Promise<ProjectScope | null> {
  if (mayReadEvery(deps, ctx)) return deps.tenants.scopeEvenDeleted(tenantId);
  return tenantId === ctx.scope.tenantUuid ? deps.tenants.quotaScope(tenantId) : null;
}

/** Whether a caller may read every tenant, and not only the one of the request. */
export function mayReadEvery(deps: ReachDeps, ctx: RequestContext): boolean {
  return may(ctx.caller, 'tenant:read') && reachesAll(deps, ctx);
}

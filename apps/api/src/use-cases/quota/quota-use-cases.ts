import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { runClearCache } from './clear-cache.ts';
import { readBreakdown } from './read-breakdown.ts';
import { resetUserWindows } from './reset-user-windows.ts';
import { setQuotaPolicy } from './set-quota-policy.ts';

export function quotaUseCases(deps: UseCaseDeps): UseCases['quota'] {
  return {
    policies: (ctx, filter) => deps.readers.policies.quotaPolicies(ctx.scope, filter),
    setPolicy: bindCommand(deps, setQuotaPolicy),
    resetUserWindows: bindCommand(deps, resetUserWindows),
    breakdown: (ctx, request) => readBreakdown(deps, ctx, request),
    clearCache: (ctx, _input, meta) => runClearCache(deps, ctx, meta),
  };
}

import { accepted } from '@purser/domain/outcome';
import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  CommandMeta,
  CommandOutcome,
  RequestContext,
} from '@purser/schema/contract/request-context';
import type { ClearedCache } from '../../ports/policy-cache.ts';
import { type CommandDefinition, runCommand } from '../command/run-command.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';

/**
 * Makes every process read policies, grants and prices from PostgreSQL again. Costs time, changes
 * no answer: caches are never older than five seconds (rule P10).
 */
export function runClearCache(
  deps: UseCaseDeps,
  ctx: RequestContext,
  meta: CommandMeta,
): Promise<CommandOutcome<ClearedCache, Rejection>> {
  const definition: CommandDefinition<Record<string, never>, null, null, ClearedCache> = {
    operation: 'clear-cache',
    load: async () => null,
    decide: () =>
      accepted({
        change: null,
        preview: { memory: 0, redis: 0 },
        changes: [{ label: 'policy cache', before: 'filled', after: 'empty' }],
        audit: { targetType: 'project', targetId: 'cache', before: null, after: null },
        affects: 'project' as const,
      }),
    apply: () => deps.clearCaches(ctx.scope),
  };
  return runCommand(deps, definition, { ctx, input: {}, meta });
}

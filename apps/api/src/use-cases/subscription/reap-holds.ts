import { accepted } from '@purser/domain/outcome';
import type { HoldsReaped, ReapHolds } from '@purser/schema/contract/subscription';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { TurnLedger } from '../../ports/turn-ledger.ts';
import type { ExpiredTurn, TurnLookup } from '../../ports/turn-lookup.ts';
import { type CommandDefinition, type CommandDeps, runCommand } from '../command/run-command.ts';
import { endTurns } from '../turn/reap-turns.ts';

export type ReapDeps = CommandDeps & { readonly lookup: TurnLookup; readonly ledger: TurnLedger };

/**
 * Ends the turns of one user, of one period, or of the project whose holds have expired, project and wallet
 * holds included, and frees what they held (rules S9 and L8). What was found when it was asked is the answer.
 */
export function reapHoldsWith(deps: ReapDeps): UseCases['subscription']['reap'] {
  return async (ctx, input, meta) => {
    let found: readonly ExpiredTurn[] = [];
    const ask = askForReap(deps, (expired) => {
      found = expired;
    });
    const outcome = await runCommand(deps, ask, { ctx, input, meta });
    if (!outcome.ok || outcome.dryRun || outcome.replayed) return outcome;
    const nowMs = await deps.clock.nowMs(ctx.scope);
    await endTurns(deps, ctx.scope, { turns: found, nowMs, actor: ctx.caller.id });
    return outcome;
  };
}

function askForReap(
  { lookup }: ReapDeps,
  tell: (expired: readonly ExpiredTurn[]) => void,
): CommandDefinition<ReapHolds, readonly ExpiredTurn[], null, HoldsReaped> {
  return {
    operation: 'reap-holds',
    load: async (stores, { userId, periodKey, limit }, moment) => {
      const user = userId === undefined ? null : await stores.users.find(userId);
      if (userId !== undefined && user === null) return [];
      const expired = await lookup.expired(moment.ctx.scope, {
        nowMs: moment.nowMs,
        limit,
        ...(user === null ? {} : { ownerId: user.id }),
        ...(periodKey === undefined ? {} : { periodKey }),
      });
      tell(expired);
      return expired;
    },
    decide: (expired, _input, moment) => {
      const periodKeys = [...new Set(expired.flatMap((turn) => turn.periodKeys))];
      return accepted({
        change: null,
        preview: { expired: expired.length, periodKeys },
        changes: [{ label: 'expired turns', before: String(expired.length), after: '0' }],
        audit: {
          targetType: 'project',
          targetId: 'holds',
          before: { expired: expired.length },
          after: { expired: 0, at: moment.now },
        },
        affects: 'nobody' as const,
        unchanged: expired.length === 0,
      });
    },
    apply: async () => undefined,
  };
}

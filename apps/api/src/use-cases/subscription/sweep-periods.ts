import { accepted } from '@purser/domain/outcome';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { PeriodsSwept, SweepPeriods } from '@purser/schema/contract/subscription';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { DuePeriod, PeriodSweep } from '../../ports/period-sweep.ts';
import { type CommandDefinition, type CommandDeps, runCommand } from '../command/run-command.ts';
import { closeDuePeriod } from './close-due-period.ts';

export type SweepDeps = CommandDeps & { readonly periods: PeriodSweep };

type State = { readonly due: readonly DuePeriod[]; readonly closedBefore: boolean };

/**
 * Closes every period whose end has passed, those in their renewal grace included, each in a transaction
 * of its own, so that one that fails does not stop the others (rule S8). Answers what became of the periods
 * that were due when it was asked: so does its repetition with the same key.
 */
export function sweepPeriodsWith(deps: SweepDeps): UseCases['subscription']['sweep'] {
  return async (ctx, input, meta) => {
    const outcome = await runCommand(deps, askForSweep(deps), { ctx, input, meta });
    if (!outcome.ok || outcome.dryRun) return outcome;
    const { periodKeys } = outcome.value;
    if (!outcome.replayed) {
      for (const period of await deps.periods.open(ctx.scope, periodKeys)) {
        await closeOne(deps, ctx, period, meta.reason);
      }
    }
    return { ...outcome, value: await sweptOf(deps, ctx, outcome.value) };
  };
}

/** Closes one period; whether it went wrong shows in what is still open afterwards. */
async function closeOne(
  deps: SweepDeps,
  ctx: RequestContext,
  period: DuePeriod,
  reason: string | undefined,
): Promise<void> {
  const meta = reason === undefined ? {} : { reason };
  await runCommand(deps, closeDuePeriod, {
    ctx,
    input: { ...period, afterGrace: false },
    meta,
  }).catch(() => null);
}

/** What moved, read from what the closings left; a period that is still open has failed. */
async function sweptOf(
  { periods }: SweepDeps,
  { scope }: RequestContext,
  asked: PeriodsSwept,
): Promise<PeriodsSwept> {
  const closed = await periods.closings(scope, asked.periodKeys);
  const movedMicroUsd = closed.reduce((sum, each) => sum + each.movedMicroUsd, 0n);
  const failed = asked.periodKeys.length - closed.length;
  return { ...asked, count: closed.length, movedMicroUsd, failed };
}

function askForSweep(deps: SweepDeps): CommandDefinition<SweepPeriods, State, null, PeriodsSwept> {
  return {
    operation: 'sweep-periods',
    load: async (stores, { userId, limit }, moment) => {
      const selection = { nowMs: moment.nowMs, limit, ...(userId === undefined ? {} : { userId }) };
      const due = await deps.periods.due(moment.ctx.scope, selection);
      const user = userId === undefined ? null : await stores.users.find(userId);
      if (user === null) return { due, closedBefore: false };
      const period = (await stores.subscriptions.latest(user.id))?.period ?? null;
      return { due, closedBefore: period?.status === 'closed' && period.endsAt <= moment.now };
    },
    decide: ({ due, closedBefore }, _input, moment) => {
      const idle = closedBefore ? 'duplicate' : 'not_due';
      const swept: PeriodsSwept = {
        action: due.length > 0 ? 'applied' : idle,
        count: due.length,
        movedMicroUsd: due.reduce((sum, { availableMicroUsd }) => sum + availableMicroUsd, 0n),
        failed: 0,
        periodKeys: due.map(({ periodKey }) => periodKey),
      };
      return accepted({
        change: null,
        preview: swept,
        changes: due.map(({ userId }) => ({ label: userId, before: 'open', after: 'closed' })),
        audit: {
          targetType: 'project',
          targetId: 'periods',
          before: null,
          after: { due: due.length, at: moment.now },
        },
        affects: 'nobody' as const,
        unchanged: due.length === 0,
      });
    },
    apply: async () => undefined,
  };
}

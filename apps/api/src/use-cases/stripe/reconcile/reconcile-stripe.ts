import { accepted, rejected } from '@purser/domain/outcome';
import type { ProjectScope, RequestContext } from '@purser/schema/contract/request-context';
import type { ReconcileStripe, StripeReconciled } from '@purser/schema/contract/stripe-views';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { StripeQueue } from '../../../ports/stripe-queue.ts';
import type { StripeReader } from '../../../ports/stripe-reader.ts';
import { type CommandDefinition, type CommandDeps, runCommand } from '../../command/run-command.ts';
import { processEvents } from '../events/process-events.ts';
import { notConfigured } from '../requests/ask-after.ts';
import type { StripeDesk } from '../requests/stripe-desk.ts';
import { type CatchUpDeps, catchUpEvents } from './catch-up-events.ts';

export type ReconcileDeps = CommandDeps &
  CatchUpDeps & {
    /** Null where Stripe is not configured. */
    readonly desk: StripeDesk | null;
    readonly queue: StripeQueue;
    readonly reader: Pick<StripeReader, 'request'>;
    readonly onError: (error: unknown) => void;
  };

/**
 * Asks Stripe at once for every pending request of the project, whenever it would be asked by itself, and takes
 * in events that no webhook brought (rule X51); asked for one request, it does that alone. Answers how those requests stand afterwards; so does its
 * repetition with the same key.
 */
export function reconcileStripeWith(deps: ReconcileDeps): UseCases['stripe']['reconcile'] {
  return async (ctx, input, meta) => {
    const { desk } = deps;
    const outcome = await runCommand(deps, askForReconcile(deps), { ctx, input, meta });
    if (!outcome.ok || outcome.dryRun || desk === null) return outcome;
    const { requestIds } = outcome.value;
    if (outcome.replayed) {
      return {
        ...outcome,
        value: { ...outcome.value, ...(await standing(deps, ctx.scope, requestIds)) },
      };
    }
    for (const id of requestIds) await desk.ask(ctx.scope, id).catch(deps.onError);
    const { found, errors } =
      input.requestId === undefined ? await catchUpEvents(deps, 0) : nothingFound;
    await deps.inbox.wake(ctx.scope);
    await processEvents(deps, ctx.scope).catch(deps.onError);
    const counts = await standing(deps, ctx.scope, requestIds);
    const value = {
      ...outcome.value,
      ...counts,
      eventsFound: found.length,
      error: errors[0] ?? null,
    };
    await tell(deps, ctx, value, meta.reason);
    return { ...outcome, value };
  };
}

const nothingFound = { found: [], errors: [] };

async function standing(
  { queue }: ReconcileDeps,
  scope: ProjectScope,
  requestIds: readonly string[],
): Promise<Pick<StripeReconciled, 'applied' | 'failed' | 'pending'>> {
  const statuses = await queue.statuses(scope, requestIds);
  const pending = statuses.filter((status) => status === 'pending').length;
  const applied = statuses.filter((status) => status === 'succeeded').length;
  return { applied, pending, failed: statuses.length - applied - pending };
}

/** Says what reconcile found, and who wanted it; a run that asked for nothing and found nothing is no news. */
async function tell(
  { alerts, clock, ids }: ReconcileDeps,
  { scope, caller }: RequestContext,
  { requestIds, applied, failed, pending, eventsFound, error }: StripeReconciled,
  reason: string | undefined,
): Promise<void> {
  if (requestIds.length + eventsFound === 0) return;
  const nowMs = await clock.nowMs(scope);
  const id = ids.uuid7(nowMs);
  await alerts.raise(scope, [
    {
      id,
      kind: 'reconcile',
      severity: failed > 0 || error !== null ? 'warning' : 'info',
      dedupeKey: `reconcile:${id}`,
      title:
        `${caller.name} had Stripe asked for ${requestIds.length} pending requests: ${applied} applied, ${failed} failed, ` +
        `${pending} still pending; ${eventsFound} events had not come in.`,
      payload: {
        applied,
        failed,
        pending,
        eventsFound,
        error,
        by: caller.name,
        reason: reason ?? null,
      },
      createdAtMs: nowMs,
    },
  ]);
}

function askForReconcile({
  desk,
  queue,
  reader,
}: ReconcileDeps): CommandDefinition<ReconcileStripe, readonly string[], null, StripeReconciled> {
  return {
    operation: 'reconcile-stripe',
    load: async (_stores, { kind, limit, requestId }, { ctx }) => {
      if (requestId === undefined)
        return queue.pending(ctx.scope, { kind: kind === 'all' ? undefined : kind, limit });
      const request = await reader.request(ctx.scope, requestId);
      return request?.status === 'pending' ? [requestId] : [];
    },
    decide: (requestIds, { kind, requestId }) => {
      if (desk === null) return rejected(notConfigured);
      if (requestId !== undefined && requestIds.length === 0) return rejected(notPending);
      const count = requestIds.length;
      return accepted({
        change: null,
        preview: {
          reconciled: count,
          applied: 0,
          failed: 0,
          pending: count,
          eventsFound: 0,
          error: null,
          requestIds,
        },
        changes: requestIds.map((id) => ({ label: id, before: 'pending', after: 'asked now' })),
        audit: {
          targetType: 'project',
          targetId: 'stripe',
          before: null,
          after: { kind, requests: count, ...(requestId === undefined ? {} : { requestId }) },
        },
        affects: 'nobody' as const,
      });
    },
    apply: async () => undefined,
  };
}

const notPending = {
  code: 'nothing_to_do' as const,
  message: 'Stripe has decided this request already, or there is none of this id.',
};

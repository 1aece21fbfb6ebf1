import { accepted } from '@purser/domain/outcome';
import type { DriftFixed, FixDrift } from '@purser/schema/contract/stripe-views';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { StripeGateway, StripeObject } from '../../../ports/stripe-gateway.ts';
import { type CommandDefinition, type CommandDeps, runCommand } from '../../command/run-command.ts';
import { messageOf } from '../../job/in-each-scope.ts';
import { type ProcessDeps, processEvent } from '../events/process-events.ts';
import { storeStripeEvent } from '../events/receive-event.ts';
import { notConfigured } from '../requests/ask-after.ts';
import { compareObjects } from './compare-objects.ts';
import type { DriftDeps } from './read-drift.ts';

export type FixDeps = CommandDeps & ProcessDeps & DriftDeps;

/** The event whose handler books such an object. */
const eventTypes = {
  subscription: 'customer.subscription.updated',
  payment_intent: 'payment_intent.succeeded',
} as const;

/**
 * Reads one object at Stripe and applies it the way an event of it is applied, from this instant (rule X54): what an event
 * could not change, such as a payment that was booked, a fix cannot either. A dry run says what differs.
 */
export function fixDriftWith(deps: FixDeps): UseCases['stripe']['fixDrift'] {
  return async (ctx, input, meta) => {
    const { gateway, reader } = deps;
    if (gateway === null) return { ok: false, rejection: notConfigured };
    const read = await gateway.getObject(input.object, input.objectId);
    if (read.kind !== 'done') return { ok: false, rejection: unread(read) };
    const before = await compareObjects(reader, ctx.scope, input.object, [read.value]);
    const definition = askForFix({ left: before, error: null });
    const outcome = await runCommand(deps, definition, { ctx, input, meta });
    if (!outcome.ok || outcome.dryRun || outcome.replayed || before.length === 0) return outcome;
    const error = await applyObject(deps, ctx.scope, input, read.value);
    const left = await compareObjects(reader, ctx.scope, input.object, [read.value]);
    return { ...outcome, value: { left, error } };
  };
}

/** Stored and processed like a webhook, so that the list of events shows what came of it. */
async function applyObject(
  deps: FixDeps,
  scope: Parameters<typeof processEvent>[1],
  { object, objectId }: FixDrift,
  found: StripeObject,
): Promise<string | null> {
  const created = Math.floor(deps.system.nowMs() / 1_000);
  const { event } = await storeStripeEvent(deps, scope, {
    id: `drift_${objectId}_${created}`,
    type: eventTypes[object],
    created,
    livemode: deps.gateway?.mode === 'live',
    data: { object: { ...found } },
  });
  return processEvent(deps, scope, event).then(() => null, messageOf);
}

function unread({
  kind,
  message,
}: Exclude<Awaited<ReturnType<StripeGateway['getObject']>>, { kind: 'done' }>) {
  return kind === 'refused'
    ? { code: 'not_found' as const, field: 'objectId', message: `Stripe: ${message}` }
    : { code: 'in_progress' as const, message: `Stripe gave no answer: ${message}` };
}

function askForFix(found: DriftFixed): CommandDefinition<FixDrift, null, null, DriftFixed> {
  return {
    operation: 'fix-drift',
    load: async () => null,
    decide: (_state, { object, objectId }) =>
      accepted({
        change: null,
        preview: found,
        changes: found.left.map(({ field, here, there }) => ({
          label: field,
          before: here,
          after: there,
        })),
        audit: {
          targetType: object,
          targetId: objectId,
          before: null,
          after: { differences: found.left },
        },
        affects: 'nobody' as const,
        unchanged: found.left.length === 0,
      }),
    apply: async () => undefined,
  };
}

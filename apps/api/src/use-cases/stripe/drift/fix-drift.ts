import { accepted } from '@purser/domain/outcome';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { DriftFixed, DriftLine, FixDrift } from '@purser/schema/contract/stripe-views';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { StripeGateway, StripeObject } from '../../../ports/stripe-gateway.ts';
import { type CommandDefinition, type CommandDeps, runCommand } from '../../command/run-command.ts';
import { messageOf } from '../../job/in-each-scope.ts';
import { type ProcessDeps, processEvent } from '../events/process-events.ts';
import { storeStripeEvent } from '../events/receive-event.ts';
import { notConfigured } from '../requests/ask-after.ts';
import { compareMissing, compareObjects } from './compare-objects.ts';
import { type ComparedObject, endedObject, readCompared } from './read-compared.ts';
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
    const { gateway } = deps;
    if (gateway === null) return { ok: false, rejection: notConfigured };
    const read = await readForFix(deps, gateway, ctx.scope, input);
    if (read.kind !== 'found') return { ok: false, rejection: unread(read) };
    const before = await read.compare();
    const definition = askForFix({ left: before, error: null });
    const outcome = await runCommand(deps, definition, { ctx, input, meta });
    if (!outcome.ok || outcome.dryRun || outcome.replayed || before.length === 0) return outcome;
    const error = await applyObject(deps, ctx.scope, input, read);
    return { ...outcome, value: { left: await read.compare(), error } };
  };
}

type Found = {
  readonly kind: 'found';
  readonly value: StripeObject;
  /** Instant of the newest event in what is stored. */
  readonly versionMs: number;
  readonly compare: () => Promise<DriftLine[]>;
};

/** The object as Stripe has it; a subscription that lives here and that Stripe does not know has ended. */
async function readForFix(
  { reader, system }: FixDeps,
  gateway: StripeGateway,
  scope: ProjectScope,
  { object, objectId }: FixDrift,
): Promise<Found | Unread> {
  const stored = () =>
    object === 'subscription' ? reader.storedSubscriptions(scope, [objectId]) : [];
  const [here] = await stored();
  const versionMs = here?.versionMs ?? 0;
  const read = await readCompared(gateway, object, objectId);
  if (read.kind === 'found') {
    const compare = () => compareObjects(reader, scope, object, [read.value]);
    return { ...read, versionMs, compare };
  }
  if (read.kind === 'unread' || here === undefined) return read;
  const value = endedObject(here, Math.floor(system.nowMs() / 1_000));
  return { kind: 'found', value, versionMs, compare: async () => compareMissing(await stored()) };
}

/** Stored and processed like a webhook, so that the list of events shows what came of it. */
async function applyObject(
  deps: FixDeps,
  scope: ProjectScope,
  { object, objectId }: FixDrift,
  { value, versionMs }: Found,
): Promise<string | null> {
  const nowMs = deps.system.nowMs();
  const { event } = await storeStripeEvent(deps, scope, {
    id: `drift_${objectId}_${deps.ids.uuid7(nowMs)}`,
    type: eventTypes[object],
    // Of the stored state's own instant where this machine's clock is behind it: Stripe is then read again (rule X5).
    created: Math.max(Math.floor(nowMs / 1_000), Math.ceil(versionMs / 1_000)),
    livemode: deps.gateway?.mode === 'live',
    data: { object: { ...value } },
  });
  return processEvent(deps, scope, event).then(() => null, messageOf);
}

type Unread = Exclude<ComparedObject, { kind: 'found' }>;

function unread({ kind, message }: Unread) {
  return kind === 'missing'
    ? { code: 'not_found' as const, field: 'objectId', message: `Stripe: ${message}` }
    : { code: 'in_progress' as const, message: `Stripe could not be read: ${message}` };
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

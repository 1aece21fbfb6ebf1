import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { Settings } from '../../../ports/settings.ts';
import type { System } from '../../../ports/system.ts';
import { messageOf } from '../../job/in-each-scope.ts';
import { handlers } from '../events/handlers.ts';
import { type ProcessDeps, processEvents } from '../events/process-events.ts';
import { receiveStripeEvent } from '../events/receive-event.ts';
import { keepEventCursor, readEventCursor } from './event-cursor.ts';
import { listEvents } from './list-events.ts';

export type CatchUpDeps = ProcessDeps & {
  readonly settings: Settings;
  readonly system: Pick<System, 'nowMs'>;
};

export type CaughtUp = {
  /** Projects of the events that no webhook had brought, one for each event. */
  readonly found: readonly ProjectScope[];
  readonly errors: readonly string[];
};

type Catching = { readonly found: ProjectScope[]; readonly errors: string[] };

const dayMs = 86_400_000;
/** Stripe keeps events for thirty days. */
const keptMs = 30 * dayMs;
/** Where nothing was read before: what came earlier was not meant for this installation. */
const firstLookMs = dayMs;
/** Stripe may list an event some time after the second that it is of. */
const overlapMs = 300_000;

/**
 * Takes in what happened at Stripe and no webhook told, a day at a time and oldest first, as if webhooks had
 * brought it. The cursor moves only over what is stored, so that a crash or silence loses nothing (rule X52).
 * Events younger than `settleMs` are left to their webhooks.
 */
export async function catchUpEvents(deps: CatchUpDeps, settleMs: number): Promise<CaughtUp> {
  const { gateway, settings, system } = deps;
  const caught: Catching = { found: [], errors: [] };
  if (gateway === null) return caught;
  const nowMs = system.nowMs();
  const kept = await readEventCursor(settings, gateway.mode);
  let untilMs = kept?.untilMs ?? nowMs - firstLookMs;
  for (let isLast = false; !isLast; ) {
    const createdFromMs = Math.max(untilMs - overlapMs, nowMs - keptMs);
    const createdToMs = createdFromMs + dayMs;
    // What is newest has no bound: Stripe's clock may be ahead of this one.
    isLast = createdToMs >= nowMs;
    const range = isLast ? { createdFromMs } : { createdFromMs, createdToMs };
    const listed = await listEvents(gateway, range);
    if (listed.kind !== 'done') return { ...caught, errors: [...caught.errors, listed.message] };
    const settled = listed.value.filter(({ created }) => created * 1000 <= nowMs - settleMs);
    const events = settleMs === 0 ? listed.value : settled;
    await takeIn(deps, events, caught.found);
    untilMs = isLast ? newestMs(events, untilMs) : createdToMs;
    const readAtMs = isLast ? nowMs : (kept?.readAtMs ?? null);
    await keepEventCursor(settings, gateway.mode, { untilMs, readAtMs });
  }
  await processFound(deps, caught);
  return caught;
}

/** Only stores them, so that many are processed side by side afterwards; what no handler wants was not missed. */
async function takeIn(
  deps: CatchUpDeps,
  events: readonly StripeEvent[],
  found: ProjectScope[],
): Promise<void> {
  for (const told of events) {
    if (!Object.hasOwn(handlers, told.type)) continue;
    const { scope, isNew } = await receiveStripeEvent(deps, told);
    if (isNew) found.push(scope);
  }
}

/** Processes what was found, and what may have waited for it. */
async function processFound(deps: CatchUpDeps, { found, errors }: Catching): Promise<void> {
  const scopes = new Map(found.map((scope) => [`${scope.tenantId}:${scope.projectId}`, scope]));
  for (const scope of scopes.values()) {
    // A fault is noted at its event, which the job tries again.
    const note = (error: unknown) => void errors.push(messageOf(error));
    await processEvents(deps, scope).catch(note);
    await deps.inbox.wake(scope);
    await processEvents(deps, scope).catch(note);
  }
}

function newestMs(events: readonly StripeEvent[], elseMs: number): number {
  const newest = events.at(-1);
  return newest === undefined ? elseMs : Math.max(elseMs, newest.created * 1000);
}

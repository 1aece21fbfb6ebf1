import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { DriftLine, StripeDriftView } from '@purser/schema/contract/stripe-views';
import type { ComparedKind, StripeGateway, StripeObject } from '../../../ports/stripe-gateway.ts';
import type { StripeReader } from '../../../ports/stripe-reader.ts';
import type { System } from '../../../ports/system.ts';
import { type PlaceDeps, placeOf } from '../events/place-event.ts';
import { compareObjects } from './compare-objects.ts';
import { findMissing } from './find-missing.ts';

export type DriftDeps = PlaceDeps & {
  readonly gateway: StripeGateway | null;
  readonly reader: StripeReader;
  readonly system: Pick<System, 'nowMs'>;
};

const dayMs = 86_400_000;
const pageSize = 100;

/** Compares every subscription, and the payments of so many days, with Stripe; changes nothing (rule X54). */
export async function readDrift(
  deps: DriftDeps,
  scope: ProjectScope,
  days: number,
): Promise<StripeDriftView> {
  const createdFromMs = deps.system.nowMs() - days * dayMs;
  const subscriptions = await compareSubscriptions(deps, scope);
  const payments = await compareAll(deps, scope, 'payment_intent', createdFromMs);
  return {
    subscriptions: subscriptions.compared,
    payments: payments.compared,
    lines: [...subscriptions.lines, ...payments.lines],
    error: subscriptions.error ?? payments.error,
  };
}

type Compared = {
  readonly ids: ReadonlySet<string>;
  readonly compared: number;
  readonly lines: DriftLine[];
  readonly error: string | null;
};

/** Those that Stripe lists, then those that live here and are not among them. */
async function compareSubscriptions(deps: DriftDeps, scope: ProjectScope): Promise<Compared> {
  const listed = await compareAll(deps, scope, 'subscription', undefined);
  const { gateway, reader } = deps;
  if (listed.error !== null || gateway === null) return listed;
  const missing = await findMissing({ gateway, reader }, scope, listed.ids);
  return {
    ids: listed.ids,
    compared: listed.compared + missing.compared,
    lines: [...listed.lines, ...missing.lines],
    error: missing.error,
  };
}

async function compareAll(
  { gateway, reader, ...placing }: DriftDeps,
  scope: ProjectScope,
  kind: ComparedKind,
  createdFromMs: number | undefined,
): Promise<Compared> {
  const lines: DriftLine[] = [];
  const ids = new Set<string>();
  const upToNow = (error: string | null) => ({ ids, compared: ids.size, lines, error });
  if (gateway === null) return upToNow('Stripe is not set up for this project.');
  for (let after: string | undefined, hasMore = true; hasMore; ) {
    const page = await gateway.listObjects(kind, { limit: pageSize, after, createdFromMs });
    if (page.kind !== 'done') return upToNow(page.message);
    const { items } = page.value;
    const ours = await inProject(placing, scope, items);
    lines.push(...(await compareObjects(reader, scope, kind, ours)));
    for (const id of ours.map(idOf)) if (id !== undefined) ids.add(id);
    after = idOf(items.at(-1));
    hasMore = page.value.hasMore && after !== undefined;
  }
  return upToNow(null);
}

/** Stripe's account may serve many projects: each object is placed as an event of it would be (rule X50). */
async function inProject(
  deps: PlaceDeps,
  scope: ProjectScope,
  objects: readonly StripeObject[],
): Promise<StripeObject[]> {
  const ours: StripeObject[] = [];
  for (const object of objects) {
    const place = await placeOf(deps, eventOf(object));
    if (place?.tenantId === scope.tenantId && place.projectId === scope.projectId)
      ours.push(object);
  }
  return ours;
}

function eventOf(object: StripeObject) {
  return {
    id: 'drift',
    type: 'drift',
    created: 0,
    livemode: false,
    data: { object: { ...object } },
  };
}

function idOf(object: StripeObject | undefined): string | undefined {
  return typeof object?.id === 'string' ? object.id : undefined;
}

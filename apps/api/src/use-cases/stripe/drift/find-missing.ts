import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { DriftLine } from '@purser/schema/contract/stripe-views';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeReader } from '../../../ports/stripe-reader.ts';
import { compareMissing, compareObjects } from './compare-objects.ts';
import { readCompared } from './read-compared.ts';

type Missing = {
  readonly compared: number;
  readonly lines: readonly DriftLine[];
  readonly error: string | null;
};

/** Subscriptions that live here and that Stripe did not list: each is asked for by itself (rule X54). */
export async function findMissing(
  deps: { readonly gateway: StripeGateway; readonly reader: StripeReader },
  scope: ProjectScope,
  listedIds: ReadonlySet<string>,
): Promise<Missing> {
  const lines: DriftLine[] = [];
  let compared = 0;
  for (const here of await deps.reader.liveSubscriptions(scope)) {
    const { stripeSubscriptionId: id } = here;
    if (listedIds.has(id)) continue;
    const found = await readCompared(deps.gateway, 'subscription', id);
    if (found.kind === 'unread') return { compared, lines, error: found.message };
    const differences =
      found.kind === 'missing'
        ? compareMissing([here])
        : await compareObjects(deps.reader, scope, 'subscription', [found.value]);
    lines.push(...differences);
    compared += 1;
  }
  return { compared, lines, error: null };
}

import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Clock } from '../../ports/clock.ts';
import type { LotExpiry } from '../../ports/lot-expiry.ts';

export type ExpireDeps = { readonly clock: Clock; readonly lots: LotExpiry };

/** So many lots are locked by one posting. */
const lotsMax = 200;

/**
 * Moves the free money of expired lots to breakage and closes those with nothing left (rules F8, L4).
 * Held money stays until its hold ends; the next run takes what the hold gave back.
 */
export async function expireLots(
  { clock, lots }: ExpireDeps,
  scope: ProjectScope,
): Promise<number> {
  const at = { nowMs: await clock.nowMs(scope), limit: lotsMax, actor: 'job:expire-lots' };
  for (let handled = 0; ; ) {
    const { drained, closed, more } = await lots.expire(scope, at);
    handled += drained + closed;
    // Lots that another process drains at this moment are found and not moved: they are not asked for again.
    if (!more || drained === 0) return handled;
  }
}

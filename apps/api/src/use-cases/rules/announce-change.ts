import type { RequestContext } from '@purser/schema/contract/request-context';
import type { CounterSource } from '../../ports/counter-source.ts';
import type { Counters } from '../../ports/counters.ts';
import type { RulesCache } from './rules-cache.ts';

export type AnnounceDeps = {
  readonly rules: RulesCache;
  readonly counters: Counters;
  readonly source: CounterSource;
};

/**
 * After a command's commit: this process follows the new generation at once, and a user's counters
 * read PostgreSQL again, since an operator's reset changes what a window has counted (rules P10, W7).
 * Should the process die before, other processes follow the generation by themselves.
 */
export async function announceChange(
  { rules, counters, source }: AnnounceDeps,
  { scope }: RequestContext,
  affects: 'project' | { readonly userId: bigint },
): Promise<void> {
  await rules.changed(scope);
  if (affects === 'project') return;
  const { userId } = affects;
  const { version } = await source.loadUser(scope, userId, []);
  await counters.resetUser(scope, { userId: userId.toString(), version });
}

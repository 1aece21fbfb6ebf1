import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { UserRecord } from '../../ports/user-store.ts';
import type { Moment } from '../command/run-command.ts';
import type { PlanFacts } from './user-view.ts';

export type LoadedUser = {
  readonly user: UserRecord;
  readonly facts: PlanFacts;
  readonly subscription: SubscriptionFacts | null;
};

/** A user, kept from other commands, with what decides its plan; created on first sight. */
export async function lockUser(
  stores: Stores,
  { userId }: { readonly userId: string },
  moment: Moment,
): Promise<LoadedUser> {
  const user = await stores.users.lock(userId, moment.now);
  const settings = await stores.policies.settings();
  const plansWithPolicy = await stores.policies.plansWithPolicy();
  const subscription = await stores.subscriptions.facts(user.id);
  return { user, facts: { settings, plansWithPolicy }, subscription };
}

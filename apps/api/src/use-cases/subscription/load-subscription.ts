import type { SubscriptionState } from '../../ports/subscription-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { UserRecord } from '../../ports/user-store.ts';
import type { Moment } from '../command/run-command.ts';
import { operatorFunding, periodAccount, projectAccount } from './period-accounts.ts';
import type { AsOf } from './subscription-view.ts';

/** What every command on a subscription decides by. */
export type LoadedSubscription = {
  readonly user: UserRecord;
  /** The live one, else the newest; null when the user never had one. */
  readonly state: SubscriptionState | null;
  readonly asOf: AsOf;
  /** Keys that a new period must not take. */
  readonly takenKeys: ReadonlySet<string>;
};

/**
 * A user's subscription, kept from other commands, and the money of its open period, kept from every
 * posting until the command has ended: what is decided by it stays true (rules S5 and S7).
 */
export async function loadSubscription(
  stores: Stores,
  { userId }: { readonly userId: string },
  moment: Moment,
): Promise<LoadedSubscription> {
  const user = await stores.users.lock(userId, moment.now);
  const { renewalGraceSeconds } = await stores.policies.settings();
  const openKey = (await stores.subscriptions.facts(user.id))?.openPeriodKey ?? null;
  if (openKey !== null) {
    const period = periodAccount(openKey, { userId: user.id, overdraftMicroUsd: 0n });
    await stores.ledger.lock([period, projectAccount, operatorFunding]);
  }
  return {
    user,
    state: await stores.subscriptions.latest(user.id),
    asOf: { nowMs: moment.nowMs, renewalGraceMs: renewalGraceSeconds * 1_000 },
    takenKeys: await stores.subscriptions.keysEndingAfter(user.id, moment.now),
  };
}

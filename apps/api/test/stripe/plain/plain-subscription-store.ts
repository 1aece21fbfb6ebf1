import type { PeriodView } from '@purser/schema/contract/subscription';
import type {
  PeriodRecord,
  SubscriptionRecord,
  SubscriptionState,
  SubscriptionStore,
} from '../../../src/ports/subscription-store.ts';
import { accountName, balanceOf } from './plain-ledger.ts';
import type { PlainState } from './plain-state.ts';

export function plainSubscriptionStore(state: PlainState): SubscriptionStore {
  const { subscriptions, periods, subscriptionEvents, users } = state;
  const newestFirst = () => [...subscriptions.values()].toReversed();
  const latestOf = (userId: bigint) => {
    const own = newestFirst().filter((one) => one.userId === userId);
    return own.find(({ status }) => status !== 'canceled') ?? own[0] ?? null;
  };
  const ofStripe = (id: string) =>
    newestFirst().find(({ stripeSubscriptionId }) => stripeSubscriptionId === id) ?? null;
  const stateOf = (record: SubscriptionRecord | null) => record && subscriptionState(state, record);
  return {
    latest: async (userId) => stateOf(latestOf(userId)),
    ofStripe: async (id) => stateOf(ofStripe(id)),
    save: async (subscription) => void subscriptions.set(subscription.id, subscription),
    period: async (userId, key) => {
      const period = periods.get(key);
      return period?.userId === userId ? periodView(state, period) : null;
    },
    savePeriod: async (period) => void periods.set(period.key, period),
    keysEndingAfter: async (userId, instant) =>
      new Set(
        [...periods.values()]
          .filter((period) => period.userId === userId && period.endsAt > instant)
          .map(({ key }) => key),
      ),
    event: async (externalId) => subscriptionEvents.get(externalId) ?? null,
    addEvent: async (event) => {
      const { externalId } = event;
      if (subscriptionEvents.has(externalId)) throw new Error(`${externalId} is known.`);
      subscriptionEvents.set(externalId, event);
    },
    userOfStripe: async (id) => {
      const userId = ofStripe(id)?.userId;
      return [...users.values()].find((user) => user.id === userId)?.externalId ?? null;
    },
    facts: async (userId) => {
      const live = latestOf(userId);
      if (live === null || live.status === 'canceled') return null;
      const period = periods.get(live.currentPeriodKey ?? '');
      const { planId, status, monthlyPriceMicroUsd, cancelAtPeriodEnd } = live;
      return {
        ...{ planId, status, monthlyPriceMicroUsd, cancelAtPeriodEnd },
        periodEndMs: period?.endsAt.getTime() ?? null,
        openPeriodKey: period?.status === 'open' ? period.key : null,
      };
    },
  };
}

function externalIdOf({ users }: PlainState, userId: bigint): string {
  return [...users.values()].find(({ id }) => id === userId)?.externalId ?? '';
}

function periodView(state: PlainState, period: PeriodRecord): PeriodView {
  const account = state.accounts.get(accountName({ kind: 'period', reference: period.key }));
  const balance = balanceOf(account);
  const rolledOverMicroUsd = account?.rolledOver ?? 0n;
  return {
    ...period,
    ...balance,
    userId: externalIdOf(state, period.userId),
    toppedUpMicroUsd: balance.creditsMicroUsd,
    rolledOverMicroUsd,
    spentMicroUsd: balance.debitsMicroUsd - rolledOverMicroUsd,
  };
}

function subscriptionState(state: PlainState, record: SubscriptionRecord): SubscriptionState {
  const own = [...state.periods.values()].filter(
    ({ subscriptionId }) => subscriptionId === record.id,
  );
  const views = own.map((period) => periodView(state, period));
  const sum = (of: (view: PeriodView) => bigint) =>
    views.reduce((total, view) => total + of(view), 0n);
  return {
    record,
    userId: externalIdOf(state, record.userId),
    period: views.find(({ key }) => key === record.currentPeriodKey) ?? null,
    lifetimeAddedMicroUsd: sum((view) => view.toppedUpMicroUsd),
    lifetimeSpentMicroUsd: sum((view) => view.spentMicroUsd),
  };
}

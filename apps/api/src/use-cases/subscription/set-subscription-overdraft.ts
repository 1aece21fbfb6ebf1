import { accepted, rejected } from '@purser/domain/outcome';
import type {
  SetSubscriptionOverdraft,
  SubscriptionView,
} from '@purser/schema/contract/subscription';
import type { CommandDefinition } from '../command/run-command.ts';
import { applyChange } from './apply-change.ts';
import { liveOf } from './live-subscription.ts';
import { type LoadedSubscription, loadSubscription } from './load-subscription.ts';
import { periodAccount } from './period-accounts.ts';
import type { SubscriptionChange } from './subscription-change.ts';
import { decideChange } from './subscription-decision.ts';

/** Says how far below zero holds may take the open period and those to come: 0 = not at all, null = without a bound (rule S6). */
export const setSubscriptionOverdraft: CommandDefinition<
  SetSubscriptionOverdraft,
  LoadedSubscription,
  SubscriptionChange,
  SubscriptionView
> = {
  operation: 'set-subscription-overdraft',
  load: loadSubscription,
  decide: (loaded, { overdraftMicroUsd }, moment) => {
    const live = liveOf(loaded);
    if (!live.ok) return live;
    if (overdraftMicroUsd !== null && overdraftMicroUsd < 0n) return rejected(belowZero);
    const { record } = live.value;
    const change: SubscriptionChange = {
      loaded,
      subscription: { ...record, overdraftMicroUsd, updatedAt: moment.now },
      postingKey: '',
      close: null,
      open: null,
      credit: null,
      events: [],
    };
    const decision = decideChange(change, (subscription) => subscription);
    return accepted({ ...decision, unchanged: record.overdraftMicroUsd === overdraftMicroUsd });
  },
  apply: async (stores, change, moment) => {
    const { period } = change.loaded.state ?? { period: null };
    if (period?.status === 'open') {
      const account = periodAccount(period.key, change.subscription);
      await stores.ledger.setOverdraft(account, change.subscription.overdraftMicroUsd);
    }
    return applyChange(stores, change, moment);
  },
};

const belowZero = {
  code: 'invalid_value' as const,
  field: 'overdraftMicroUsd',
  message: 'The overdraft is 0 or more; null is unlimited.',
};

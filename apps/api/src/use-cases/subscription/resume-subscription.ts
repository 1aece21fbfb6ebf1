import { accepted, rejected } from '@purser/domain/outcome';
import type { SubscriptionView } from '@purser/schema/contract/subscription';
import type { CommandDefinition } from '../command/run-command.ts';
import { applyChange } from './apply-change.ts';
import { liveInternal, nothingToDo } from './live-subscription.ts';
import { type LoadedSubscription, loadSubscription } from './load-subscription.ts';
import type { SubscriptionChange } from './subscription-change.ts';
import { decideChange } from './subscription-decision.ts';

/** Takes back a cancellation that waits for the period's end, as long as the period runs (rule S11). */
export const resumeSubscription: CommandDefinition<
  { readonly userId: string },
  LoadedSubscription,
  SubscriptionChange,
  SubscriptionView
> = {
  operation: 'resume-subscription',
  load: loadSubscription,
  decide: (loaded, _input, moment) => {
    const live = liveInternal(loaded);
    if (!live.ok) return live;
    const { record, period } = live.value;
    if (record.cancelAtPeriodEnd && period !== null && period.endsAt <= moment.now) {
      return rejected(nothingToDo('The last period has ended. Create a new subscription.'));
    }
    const change: SubscriptionChange = {
      loaded,
      subscription: {
        ...record,
        cancelAtPeriodEnd: false,
        nextChargeAt: period?.endsAt ?? null,
        updatedAt: moment.now,
      },
      postingKey: '',
      close: null,
      open: null,
      credit: null,
      events: [],
    };
    const decision = decideChange(change, (subscription) => subscription);
    return accepted({ ...decision, unchanged: !record.cancelAtPeriodEnd });
  },
  apply: applyChange,
};

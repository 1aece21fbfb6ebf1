import { accepted, rejected } from '@purser/domain/outcome';
import type { SubscriptionView, TopUpSubscription } from '@purser/schema/contract/subscription';
import type { CommandDefinition } from '../command/run-command.ts';
import { applyChange } from './apply-change.ts';
import { liveOf, openPeriodOf } from './live-subscription.ts';
import { type LoadedSubscription, loadSubscription } from './load-subscription.ts';
import type { SubscriptionChange } from './subscription-change.ts';
import { decideChange } from './subscription-decision.ts';

type State = LoadedSubscription & { readonly toppedUpBefore: boolean };

/** Pays the operator's money into the open period, once per period unless forced; no date moves (rule S6). */
export const topUpSubscription: CommandDefinition<
  TopUpSubscription,
  State,
  SubscriptionChange,
  SubscriptionView
> = {
  operation: 'top-up-subscription',
  load: async (stores, input, moment) => {
    const loaded = await loadSubscription(stores, input, moment);
    const event = await stores.subscriptions.event(topUpEventId(loaded.state?.period?.key ?? ''));
    return { ...loaded, toppedUpBefore: event !== null };
  },
  decide: (loaded, { amountMicroUsd, force }, moment) => {
    const live = liveOf(loaded);
    if (!live.ok) return live;
    const period = openPeriodOf(live.value);
    if (!period.ok) return period;
    if (amountMicroUsd <= 0n) return rejected(notPositive);
    if (loaded.toppedUpBefore && force !== true) return rejected(toppedUpBefore);
    const eventId = topUpEventId(period.value.key);
    const change: SubscriptionChange = {
      loaded,
      subscription: { ...live.value.record, updatedAt: moment.now },
      postingKey: `subscription-topup:${moment.commandKey}`,
      close: null,
      open: null,
      credit: { kind: 'subscription_topup', amountMicroUsd },
      events: [
        {
          id: moment.newId(),
          kind: 'topup',
          externalId: loaded.toppedUpBefore ? `${eventId}:${moment.commandKey}` : eventId,
          userId: loaded.user.id,
          amountMicroUsd,
          payload: { periodKey: period.value.key, forced: force === true },
          occurredAt: moment.now,
        },
      ],
    };
    return accepted(decideChange(change, (subscription) => subscription));
  },
  apply: applyChange,
};

function topUpEventId(periodKey: string): string {
  return `topup:${periodKey}`;
}

const notPositive = {
  code: 'invalid_value' as const,
  field: 'amountMicroUsd',
  message: 'The amount must be above zero.',
};

const toppedUpBefore = {
  code: 'already_exists' as const,
  field: 'force',
  message: 'This period was topped up by hand before. Send force to do it again.',
};

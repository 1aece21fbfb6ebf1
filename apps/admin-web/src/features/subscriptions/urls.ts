import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const subscriptionsPath = '/subscriptions';

/** The statuses of our own; what Stripe says beyond them is shown as given. */
export const subscriptionStatuses = [
  'active',
  'past_due',
  'suspended',
  'incomplete',
  'canceled',
] as const;

/** Every action on a subscription has a link of its own. */
export const subscriptionDialogs = [
  'create',
  'checkout-link',
  'renew',
  'top-up',
  'overdraft',
  'change-plan',
  'cancel',
  'resume',
  'sweep',
  'reap',
] as const;
export type SubscriptionDialog = (typeof subscriptionDialogs)[number];

/** The list: filters and page; the open user, their period whose transfers are shown, the open dialog. */
export const readSubscriptionsSearch = searchReader(
  z.object({
    q: textParam(),
    status: choiceParam(subscriptionStatuses),
    provider: choiceParam(['internal', 'stripe']),
    plan: textParam(),
    after: textParam(2000),
    user: textParam(),
    period: textParam(600),
    dialog: choiceParam(subscriptionDialogs),
  }),
);

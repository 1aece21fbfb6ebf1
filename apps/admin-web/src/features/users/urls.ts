import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';
import { subscriptionDialogs } from '../subscriptions/urls.ts';

export const usersPath = '/users';
export const userPath = '/users/$userId';

export const userStatuses = ['active', 'near_limit', 'over_limit', 'denied', 'suspended'] as const;

/** The Users list: search text, filters, and the page by its cursor. */
export const readUsersSearch = searchReader(
  z.object({
    q: textParam(),
    status: choiceParam(userStatuses),
    plan: textParam(),
    after: textParam(2000),
  }),
);

export const userTabs = ['limits', 'turns', 'grants', 'subscription', 'wallet', 'audit'] as const;
export type UserTab = (typeof userTabs)[number];

/** Every action of User 360 has a link of its own. */
export const userDialogs = [
  'grant-trial',
  'top-up',
  'override',
  'add-credits',
  'refund',
  'checkout-link',
  'portal-link',
  'reset-windows',
  'suspend',
  'resume',
  'role',
] as const;
export type UserDialog = (typeof userDialogs)[number];

/** One user: tab, the bundle and plan that the limits are asked for, open dialogs, open turn and period, the grant being revoked, the payment being refunded, and the page of the tab's list. */
export const readUserSearch = searchReader(
  z.object({
    tab: choiceParam(userTabs),
    bundle: textParam(255),
    asPlan: textParam(255),
    dialog: choiceParam(userDialogs),
    subscription: choiceParam(subscriptionDialogs),
    period: textParam(600),
    turn: textParam(400),
    revoke: textParam(400),
    payment: textParam(255),
    after: textParam(2000),
  }),
);

import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';
import { eventStates } from '../events/urls.ts';

export const stripePath = '/stripe';

export const stripeTabs = ['pending', 'events', 'payments', 'billing', 'reconcile'] as const;
export type StripeTab = (typeof stripeTabs)[number];

export const requestStates = ['pending', 'succeeded', 'failed', 'canceled'] as const;

/** Stripe: tab, filters and page of its list, the open request or event, the open dialog, and whether Stripe is compared with. */
export const readStripeSearch = searchReader(
  z.object({
    tab: choiceParam(stripeTabs),
    asked: choiceParam([...requestStates, 'all']),
    state: choiceParam(eventStates),
    kind: textParam(),
    user: textParam(255),
    overdue: choiceParam(['only']),
    after: textParam(2000),
    event: textParam(),
    request: textParam(),
    dialog: choiceParam(['retry', 'reconcile']),
    compare: choiceParam(['now']),
    fix: textParam(),
  }),
);

import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const eventsPath = '/events';

export const eventTabs = ['all', 'economics', 'stripe'] as const;
export const eventStates = ['received', 'pending', 'failed', 'applied', 'ignored'] as const;

/** What is not done yet, as the API says it. */
export const openEventStates = ['RECEIVED', 'PENDING', 'FAILED'] as const;

/** Pending events: which, filters, page, the open event, and whether it is about to be tried again. */
export const readEventsSearch = searchReader(
  z.object({
    tab: choiceParam(eventTabs),
    state: choiceParam(eventStates),
    kind: textParam(),
    user: textParam(255),
    after: textParam(2000),
    event: textParam(),
    dialog: choiceParam(['retry']),
  }),
);

import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const budgetsPath = '/budgets';

export const budgetTabs = ['project', 'providers', 'absorption'] as const;

/** Budgets: tab, open dialog, page of the transfers, and how absorption is grouped. */
export const readBudgetsSearch = searchReader(
  z.object({
    tab: choiceParam(budgetTabs),
    dialog: choiceParam(['top-up', 'overdraft']),
    after: textParam(2000),
    group: choiceParam(['user', 'bundle']),
  }),
);

import * as z from 'zod/mini';
import { choiceParam, searchReader } from '../../lib/search-params.ts';

export const overviewPath = '/';

export const spendRanges = ['1d', '7d', '30d'] as const;
export const spendGroups = ['provider', 'bundle', 'plan', 'source'] as const;

/** Overview: what the spend chart covers, how it is split, whether it is read as a table, and the figure that is shown. */
export const readOverviewSearch = searchReader(
  z.object({
    range: choiceParam(spendRanges),
    by: choiceParam(spendGroups),
    view: choiceParam(['table']),
    show: choiceParam(['revenue', 'ending']),
  }),
);

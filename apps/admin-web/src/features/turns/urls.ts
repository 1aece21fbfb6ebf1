import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const turnsPath = '/turns';
export const turnPath = '/turns/$turnId';

export const turnStates = ['admitted', 'settled', 'released', 'expired'] as const;

/** Turns and denials: which of the two, filters, page. */
export const readTurnsSearch = searchReader(
  z.object({
    tab: choiceParam(['turns', 'denials']),
    state: choiceParam(turnStates),
    user: textParam(),
    reason: textParam(),
    after: textParam(2000),
  }),
);

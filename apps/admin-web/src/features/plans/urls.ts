import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const plansPath = '/plans';

/** Plans & policies: what is being edited, by its own key. */
export const readPlansSearch = searchReader(
  z.object({
    tab: choiceParam(['plans', 'quota', 'providers']),
    /** A plan whose settings are open; `new` makes one. */
    plan: textParam(),
    /** A quota policy being edited, as plan and bundle. */
    quotaPlan: textParam(),
    quotaBundle: textParam(),
    /** A provider policy being edited. */
    provider: textParam(),
    providerBundle: textParam(),
  }),
);

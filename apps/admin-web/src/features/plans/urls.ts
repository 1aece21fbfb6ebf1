import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const plansPath = '/plans';

/** Plans & policies: what is being edited, by its own key. */
export const readPlansSearch = searchReader(
  z.object({
    tab: choiceParam(['plans', 'quota', 'providers', 'prices']),
    /** A plan whose settings are open; `new` makes one. */
    plan: textParam(),
    /** A quota policy being edited, as plan and bundle. */
    quotaPlan: textParam(),
    quotaBundle: textParam(),
    /** A provider policy being edited. */
    provider: textParam(),
    providerBundle: textParam(),
    /** A plan whose versions are open. */
    planVersions: textParam(),
    /** A model of the price table, by provider and model. */
    price: textParam(),
    priceModel: textParam(),
    /** What is open over the price table. */
    dialog: choiceParam(['change', 'versions', 'new-price', 'reference', 'floor']),
    /** The bundle whose floor is being set; `new` asks for it. */
    floorBundle: textParam(),
  }),
);

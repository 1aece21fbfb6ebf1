import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const walletsPath = '/wallets';

/** Wallets: search, only those with money that ends soon, page. */
export const readWalletsSearch = searchReader(
  z.object({ q: textParam(), ending: choiceParam(['7d', '30d']), after: textParam(2000) }),
);

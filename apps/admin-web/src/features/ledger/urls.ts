import * as z from 'zod/mini';
import { choiceParam, instantParam, searchReader, textParam } from '../../lib/search-params.ts';

export const ledgerPath = '/ledger';
export const accountPath = '/ledger/$accountId';

export const accountKinds = [
  'wallet',
  'project',
  'funding',
  'spend',
  'period',
  'revenue',
  'breakage',
] as const;

/** Accounts: kind, search, page, and whether a check is about to be run. */
export const readLedgerSearch = searchReader(
  z.object({
    kind: choiceParam(accountKinds),
    q: textParam(),
    after: textParam(2000),
    dialog: choiceParam(['check']),
  }),
);

/** One account, as of an instant or now. */
export const readAccountSearch = searchReader(
  z.object({ at: instantParam(), after: textParam(2000) }),
);

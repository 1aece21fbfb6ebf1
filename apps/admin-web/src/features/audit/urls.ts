import * as z from 'zod/mini';
import { searchReader, textParam } from '../../lib/search-params.ts';

export const auditPath = '/audit';

/** The audit log: filters, the open entry, page. */
export const readAuditSearch = searchReader(
  z.object({
    actor: textParam(),
    action: textParam(),
    target: textParam(400),
    entry: textParam(),
    after: textParam(2000),
  }),
);

import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const tenantsPath = '/tenants';
export const tenantPath = '/tenants/$tenantId';

export const tenantStatuses = ['active', 'suspended', 'deleted'] as const;

/** Tenants: a part of the name, a status, the page, and whether one is being made. */
export const readTenantsSearch = searchReader(
  z.object({
    q: textParam(),
    status: choiceParam(tenantStatuses),
    after: textParam(2000),
    dialog: choiceParam(['create']),
  }),
);

export const tenantDialogs = [
  'suspend',
  'resume',
  'override',
  'end-override',
  'plan',
  'rotate',
] as const;
export type TenantDialog = (typeof tenantDialogs)[number];

/** One tenant, the dialog that is open on it, and the override or key that it acts on. */
export const readTenantSearch = searchReader(
  z.object({ dialog: choiceParam(tenantDialogs), on: textParam() }),
);

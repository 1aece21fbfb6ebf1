import type { LeaseView } from '../../contract/data-plane.ts';
import { builder } from '../builder.ts';
import { uuidOf } from '../global-id.ts';
import { globalIdText } from '../text.ts';

const leasesShown = 20;

const BudgetLeaseRef = builder.objectRef<LeaseView>('BudgetLease').implement({
  description: 'A part of a tenant’s quota that one data plane may spend until it expires.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'BudgetLease', id }) }),
    leaseId: t.exposeString('id'),
    dataplaneId: t.exposeString('dataplaneId'),
    seq: t.expose('seq', { type: 'BigInt' }),
    state: t.exposeString('state', {
      description: 'active, superseded, fenced, expired or revoked.',
    }),
    bandwidthGranted: t.field({ type: 'BigInt', resolve: ({ granted }) => granted.bandwidth }),
    bandwidthSettled: t.field({
      type: 'BigInt',
      description: 'What was reported of it, in bytes.',
      resolve: ({ settled }) => settled.bandwidth,
    }),
    transformsGranted: t.field({ type: 'BigInt', resolve: ({ granted }) => granted.transforms }),
    transformsSettled: t.field({ type: 'BigInt', resolve: ({ settled }) => settled.transforms }),
    grantedAt: t.expose('grantedAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.queryField('tenantLeases', (t) =>
  t.field({
    type: [BudgetLeaseRef],
    description: `The newest ${leasesShown} budget leases of a tenant; the REST list has them all.`,
    authScopes: { permission: 'tenant:read' },
    args: { tenantId: t.arg.id({ required: true, validate: globalIdText }) },
    resolve: async (_root, { tenantId }, { ctx, useCases }) => {
      const filter = { tenantId: uuidOf('Tenant', tenantId, 'tenantId'), limit: leasesShown };
      return [...(await useCases.dataPlane.leases(ctx, filter)).items];
    },
  }),
);

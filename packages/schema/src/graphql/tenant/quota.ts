import { dimensions } from '@purser/domain/tenant/dimension';
import type { OverrideView, TenantQuotaView } from '../../contract/tenant.ts';
import { builder } from '../builder.ts';
import { valuesOf } from '../values-of.ts';

export const QuotaDimension = builder.enumType('QuotaDimension', {
  description: 'What data planes spend: bytes sent, transforms made, bytes kept.',
  values: valuesOf(dimensions),
});

export const OverrideMode = builder.enumType('OverrideMode', {
  description: 'SET stands instead of the plan’s limit, ADD on top of it.',
  values: valuesOf(['set', 'add']),
});

export const QuotaOverrideRef = builder.objectRef<OverrideView>('QuotaOverride').implement({
  description: 'A change of one quota of a tenant for a time.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'QuotaOverride', id }) }),
    overrideId: t.exposeString('id'),
    dimension: t.expose('dimension', { type: QuotaDimension }),
    mode: t.expose('mode', { type: OverrideMode }),
    value: t.expose('value', { type: 'BigInt' }),
    startsAt: t.expose('startsAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    reason: t.exposeString('reason'),
    reference: t.exposeString('reference', { nullable: true }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
});

export const TenantQuotaRef = builder.objectRef<TenantQuotaView>('TenantQuota').implement({
  description: 'One dimension of a tenant’s quota in its current period; bytes or pieces.',
  fields: (t) => ({
    dimension: t.expose('dimension', { type: QuotaDimension }),
    unit: t.exposeString('unit'),
    limit: t.expose('limit', {
      type: 'BigInt',
      nullable: true,
      description: 'What plan and overrides allow; null is unlimited.',
    }),
    used: t.expose('used', { type: 'BigInt', description: 'What was reported.' }),
    inFlight: t.expose('inFlight', { type: 'BigInt', description: 'What leases hold.' }),
    available: t.expose('available', { type: 'BigInt', nullable: true }),
    percent: t.exposeFloat('percent', { nullable: true }),
    projectedExhaustion: t.expose('projectedExhaustion', {
      type: 'DateTime',
      nullable: true,
      description: 'When the limit is reached if usage goes on as it has in this period.',
    }),
  }),
});

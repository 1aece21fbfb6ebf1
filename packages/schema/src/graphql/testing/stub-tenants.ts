import type { LeaseView } from '../../contract/data-plane.ts';
import type {
  ApiKeyView,
  DomainView,
  OverrideView,
  PlanUpgraded,
  QuotaOverridden,
  TenantChanged,
  TenantPlanView,
  TenantView,
} from '../../contract/tenant.ts';
import { at, uuid } from './stub-views.ts';

const limits = { bandwidth: 100n, transforms: 1_000n, storage: null };

export const override: OverrideView = {
  id: uuid,
  dimension: 'bandwidth',
  mode: 'add',
  value: 10n,
  startsAt: at,
  expiresAt: at,
  reason: 'A launch',
  reference: null,
  createdBy: 'person:ada',
  createdAt: at,
  revokedAt: null,
};

export const tenant: TenantView = {
  tenantId: uuid,
  slug: 'acme',
  name: 'Acme',
  status: 'active',
  statusReason: null,
  planId: 'pro',
  currentPeriod: { id: uuid, startsAtMs: at.getTime(), endsAtMs: at.getTime() + 1 },
  quotas: [
    {
      dimension: 'bandwidth',
      unit: 'bytes',
      limit: 100n,
      used: 10n,
      inFlight: 5n,
      available: 85n,
      percent: 10,
      projectedExhaustion: null,
      overrides: [override],
    },
  ],
  domainsCount: 1,
  keysCount: 1,
  usedPercent: 10,
  asOf: at,
  createdAt: at,
};

export const changed: TenantChanged = { tenant, effectiveBy: at, policyRevision: 7n };

export const overridden: QuotaOverridden = {
  override,
  before: limits,
  after: { ...limits, bandwidth: 110n },
  policyRevision: 7n,
};

export const plan: TenantPlanView = {
  planId: 'pro',
  name: 'Pro',
  monthlyPriceMicroUsd: 49_000_000n,
  limits,
  counted: { domains: 10, api_keys: null },
  active: true,
};

export const upgraded: PlanUpgraded = {
  planId: 'pro',
  effectiveAt: at,
  prorationMicroUsd: 1_000_000n,
  policyRevision: 7n,
};

export const domain: DomainView = {
  id: uuid,
  name: 'example.com',
  state: 'pending',
  verifiedAt: null,
  challenge: { name: '_pxl8-challenge.example.com', type: 'TXT', value: 'token=t' },
  lastCheck: { at, result: 'not_found', found: [], advice: 'Add it.' },
  createdBy: 'person:ada',
  createdAt: at,
};

export const apiKey: ApiKeyView = {
  id: uuid,
  name: 'cdn',
  keyId: 'abc',
  prefix: 'pxl8_live_abc',
  status: 'active',
  scopes: [],
  createdBy: 'person:ada',
  createdAt: at,
  expiresAt: null,
  notAfter: null,
  successorId: null,
  revokedAt: null,
  lastUsedAt: null,
};

export const lease: LeaseView = {
  id: uuid,
  tenantId: uuid,
  periodId: uuid,
  dataplaneId: 'eu-1',
  seq: 1n,
  state: 'active',
  granted: { bandwidth: 10n, transforms: 1n },
  settled: { bandwidth: 4n, transforms: 0n },
  grantedAt: at,
  expiresAt: at,
  endedAt: null,
  successorId: null,
};

import { createHash } from 'node:crypto';
import { amountToJson } from '@purser/domain/lease/amount';
import { canonicalJson } from '@purser/domain/snapshot/canonical-json';
import { isServed, type TenantPolicy } from '@purser/domain/snapshot/tenant-policy';
import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import type {
  SnapshotJson,
  SnapshotTenantJson,
} from '@purser/schema/contract/rest/snapshot-contract';
import type { SnapshotPosition } from '../../ports/policy-snapshot.ts';

/** When a data plane that hears nothing warns, calls itself degraded, and stops honouring keys and names. */
const thresholds = {
  stale_after_ms: 120_000,
  degraded_after_ms: 600_000,
  hard_expire_after_ms: 86_400_000,
};

/** A full snapshot as data planes read it; equal position, equal bytes (rule D12). */
export function snapshotBody(
  { epoch, revision, changedAtMs }: SnapshotPosition,
  policies: readonly TenantPolicy[],
): SnapshotJson {
  const tenants = policies.map((policy) => {
    const tenant = toTenant(policy);
    return { ...tenant, hash: sha256(canonicalJson(tenant)) };
  });
  return {
    snapshot_id: uuidV5(epoch, String(revision)),
    version: 1,
    generated_at: new Date(changedAtMs).toISOString(),
    tenants,
    kind: 'full',
    epoch,
    revision: amountToJson(revision),
    content_hash: sha256(tenants.map(({ tenant_id, hash }) => `${tenant_id} ${hash}`).join('\n')),
    thresholds,
  };
}

function toTenant(policy: TenantPolicy): SnapshotTenantJson {
  const { limits, currentPeriod, nextPeriod } = policy;
  return {
    tenant_id: policy.tenantId,
    status: policy.status,
    plan_code: policy.planCode,
    quotas: {
      bandwidth_limit_bytes: limitOrNull(limits.bandwidth),
      transforms_limit: limitOrNull(limits.transforms),
      storage_limit_bytes: limitOrNull(limits.storage),
    },
    domains: policy.domains.map((domain) => ({
      domain: domain.name,
      verified: isServed(domain),
      state: domain.state,
    })),
    api_keys: policy.keys.map((key) => ({
      key_prefix: key.prefix,
      key_hmac: key.hmacBase64,
      status: 'active',
      key_id: key.keyId,
      pepper_version: key.pepperVersion,
      not_after: key.endsAtMs === null ? null : new Date(key.endsAtMs).toISOString(),
    })),
    current_period_id: currentPeriod?.id ?? null,
    current_period: toPeriod(currentPeriod),
    next_period: toPeriod(nextPeriod),
    status_reason: policy.statusReason,
    fallback_policy: 'deny',
    lease_floor: amountToJson(policy.leaseFloor),
  };
}

function toPeriod(period: BillingPeriod | null) {
  if (period === null) return null;
  const { id, startsAtMs, endsAtMs } = period;
  return {
    id,
    starts_at: new Date(startsAtMs).toISOString(),
    ends_at: new Date(endsAtMs).toISOString(),
  };
}

function limitOrNull(limit: bigint | null): number | string | null {
  return limit === null ? null : amountToJson(limit);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A UUID made from a name within a namespace (RFC 9562, version 5). */
function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

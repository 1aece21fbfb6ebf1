import { type BillingPeriod, periodState } from '../tenant/billing-period.ts';
import { type Dimension, dimensions } from '../tenant/dimension.ts';
import { effectiveLimit, type QuotaOverride } from '../tenant/effective-limit.ts';

export type SnapshotDomain = {
  readonly name: string;
  readonly state: string;
};

/** A tenant's API key as data planes check it. */
export type SnapshotKey = {
  readonly keyId: string;
  readonly prefix: string;
  readonly hmacBase64: string;
  readonly pepperVersion: number;
  /** Its natural end. */
  readonly expiresAtMs: number | null;
  /** The end of a key that was rotated. */
  readonly notAfterMs: number | null;
  readonly revokedAtMs: number | null;
};

/** Everything that is stored of a tenant and that a policy snapshot may say. */
export type TenantFacts = {
  readonly tenantId: string;
  readonly status: 'active' | 'suspended';
  readonly statusReason: string | null;
  readonly planCode: string | null;
  readonly leaseFloor: bigint;
  /** Null = unlimited. */
  readonly planLimits: Readonly<Record<Dimension, bigint | null>>;
  readonly overrides: readonly QuotaOverride[];
  readonly domains: readonly SnapshotDomain[];
  readonly keys: readonly SnapshotKey[];
  /** The oldest first. */
  readonly periods: readonly BillingPeriod[];
};

/** What a policy snapshot says of a tenant at an instant (rule D12). */
export type TenantPolicy = Omit<TenantFacts, 'planLimits' | 'overrides' | 'periods' | 'keys'> & {
  readonly limits: Readonly<Record<Dimension, bigint | null>>;
  /** Those that a data plane may honour. */
  readonly keys: readonly (SnapshotKey & { readonly endsAtMs: number | null })[];
  readonly currentPeriod: BillingPeriod | null;
  readonly nextPeriod: BillingPeriod | null;
};

/** A tenant's policy as of an instant: what is in force then, and nothing that has ended (rule D12). */
export function tenantPolicy(facts: TenantFacts, nowMs: number): TenantPolicy {
  const { planLimits, overrides, periods, keys, ...same } = facts;
  const limitOf = (dimension: Dimension) =>
    effectiveLimit(planLimits[dimension], overrides, { dimension, nowMs });
  return {
    ...same,
    limits: Object.fromEntries(
      dimensions.map((dimension) => [dimension, limitOf(dimension)]),
    ) as Record<Dimension, bigint | null>,
    keys: keys
      .map((key) => ({ ...key, endsAtMs: endOfKey(key) }))
      .filter(({ endsAtMs }) => endsAtMs === null || nowMs < endsAtMs),
    currentPeriod: periods.find((period) => periodState(period, nowMs) === 'open') ?? null,
    nextPeriod: periods.find((period) => periodState(period, nowMs) === 'future') ?? null,
  };
}

/**
 * When a tenant's policy becomes another one by time alone: an override begins or ends, a key ends, a
 * period gives way to the next one. Null when it stays as it is until somebody changes it (rule D11).
 */
export function policyEndsAt(facts: TenantFacts, nowMs: number): number | null {
  const instants = [
    ...facts.overrides.flatMap(({ startsAtMs, expiresAtMs, revokedAtMs }) => [
      startsAtMs,
      expiresAtMs,
      revokedAtMs,
    ]),
    ...facts.keys.map(endOfKey),
    ...facts.periods.flatMap(({ startsAtMs, endsAtMs }) => [startsAtMs, endsAtMs]),
  ].filter((at): at is number => at !== null && at > nowMs);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** The first of a key's ends; null for a key without one. */
function endOfKey({ expiresAtMs, notAfterMs, revokedAtMs }: SnapshotKey): number | null {
  const ends = [expiresAtMs, notAfterMs, revokedAtMs].filter((at): at is number => at !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Whether a data plane may serve a name: it was proved, and the proof has not lapsed. */
export function isServed({ state }: SnapshotDomain): boolean {
  return state === 'verified' || state === 'at_risk';
}

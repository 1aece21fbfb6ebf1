import type { ApiKeyEnvironment } from '@purser/domain/tenant/api-key';
import type { BillingPeriod } from '@purser/domain/tenant/billing-period';
import type { CountedLimits } from '@purser/domain/tenant/counted-limits';
import type { Dimension } from '@purser/domain/tenant/dimension';
import type {
  ChallengeRecord,
  DomainCheck,
  DomainState,
} from '@purser/domain/tenant/domain-challenge';
import type { OverrideMode } from '@purser/domain/tenant/effective-limit';
import type { TenantStatus } from '@purser/domain/tenant/tenant-status';

/** Amounts of each dimension, in bytes and pieces; null = unlimited. */
export type TenantLimits = Readonly<Record<Dimension, bigint | null>>;

export type OverrideView = {
  readonly id: string;
  readonly dimension: Dimension;
  readonly mode: OverrideMode;
  readonly value: bigint;
  readonly startsAt: Date;
  readonly expiresAt: Date;
  readonly reason: string;
  readonly reference: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
};

/** One dimension of a tenant's quota in its current period. */
export type TenantQuotaView = {
  readonly dimension: Dimension;
  readonly unit: 'bytes' | 'pieces';
  readonly limit: bigint | null;
  readonly used: bigint;
  readonly inFlight: bigint;
  readonly available: bigint | null;
  readonly percent: number | null;
  readonly projectedExhaustion: Date | null;
  /** Those in force now. */
  readonly overrides: readonly OverrideView[];
};

/** A tenant as people see it, as of its own instant. */
export type TenantView = {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly status: TenantStatus;
  readonly statusReason: string | null;
  readonly planId: string | null;
  /** Null before its first period was made, which does not happen to tenants made here. */
  readonly currentPeriod: BillingPeriod | null;
  readonly quotas: readonly TenantQuotaView[];
  readonly domainsCount: number;
  readonly keysCount: number;
  /** The fullest of its quotas, in percent. */
  readonly usedPercent: number;
  readonly asOf: Date;
  readonly createdAt: Date;
};

export type TenantFilter = {
  readonly status?: TenantStatus | undefined;
  /** A part of name or slug. */
  readonly search?: string | undefined;
};

export type CreateTenant = {
  readonly name: string;
  /** Made from the name when absent. */
  readonly slug?: string | undefined;
  readonly planId?: string | undefined;
  /** Day of the month on which its periods begin; today's when absent. */
  readonly anchorDay?: number | undefined;
};

export type UpdateTenant = {
  readonly tenantId: string;
  readonly name?: string | undefined;
  readonly planId?: string | undefined;
};

/** What a tenant's own record says; the answer of commands that change it. */
export type TenantRecord = Pick<
  TenantView,
  'tenantId' | 'slug' | 'name' | 'status' | 'statusReason' | 'planId' | 'createdAt'
>;

export type TenantChanged = {
  readonly tenant: TenantRecord;
  /** When the last data plane knows it, however far away it is. */
  readonly effectiveBy: Date;
  readonly policyRevision: bigint;
};

export type OverrideQuota = {
  readonly tenantId: string;
  readonly dimension: Dimension;
  readonly mode: OverrideMode;
  readonly value: bigint;
  readonly startsAt?: Date | undefined;
  /** The end of the period it begins in when absent. */
  readonly expiresAt?: Date | undefined;
  readonly reference?: string | undefined;
  /** Allows a limit below what has been used already. */
  readonly force?: boolean | undefined;
};

export type QuotaOverridden = {
  readonly override: OverrideView;
  readonly before: TenantLimits;
  readonly after: TenantLimits;
  readonly policyRevision: bigint;
};

export type TenantPlanView = {
  readonly planId: string;
  readonly name: string;
  readonly monthlyPriceMicroUsd: bigint;
  readonly limits: TenantLimits;
  readonly counted: CountedLimits;
  readonly active: boolean;
};

export type PlanUpgraded = {
  readonly planId: string;
  readonly effectiveAt: Date;
  /** The difference of the prices for what is left of the period. */
  readonly prorationMicroUsd: bigint;
  readonly policyRevision: bigint;
};

export type DomainView = {
  readonly id: string;
  readonly name: string;
  readonly state: DomainState;
  readonly verifiedAt: Date | null;
  readonly challenge: ChallengeRecord;
  readonly lastCheck: DomainCheck | null;
  readonly createdBy: string;
  readonly createdAt: Date;
};

export type ApiKeyStatus = 'active' | 'expired' | 'revoked';

export type ApiKeyView = {
  readonly id: string;
  readonly name: string;
  readonly keyId: string;
  readonly prefix: string;
  readonly status: ApiKeyStatus;
  readonly scopes: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly notAfter: Date | null;
  /** The key that took its place, once it was rotated. */
  readonly successorId: string | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
};

export type CreateApiKey = {
  readonly name: string;
  readonly environment?: ApiKeyEnvironment | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly expiresAt?: Date | undefined;
};

export type RotateApiKey = {
  readonly id: string;
  /** How long the key before works beside its successor; a day when absent. */
  readonly overlapSeconds?: number | undefined;
};

/** A change of what data planes are told, with the revision that tells them. */
export type WithRevision<Value> = { readonly value: Value; readonly policyRevision: bigint };

import type { ProjectScope } from '@purser/schema/contract/request-context';

/** The project of a tenant in which its own quotas, leases and usage are kept. */
export const tenantProjectSlug = '__tenant__';

export interface TenantDirectory {
  /** Where a tenant's quotas are kept, by the tenant's UUID; null for one that nobody knows, or that was deleted. */
  quotaScope(tenantUuid: string): Promise<ProjectScope | null>;
  /** The same, also of a deleted tenant: for its operators. */
  scopeEvenDeleted(tenantUuid: string): Promise<ProjectScope | null>;
}

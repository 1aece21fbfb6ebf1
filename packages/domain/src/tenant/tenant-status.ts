export const tenantStatuses = ['active', 'suspended', 'deleted'] as const;

/** A suspended tenant gets no lease, but may read and report; a deleted one is gone for everybody (rule C2). */
export type TenantStatus = (typeof tenantStatuses)[number];

/** Where a request comes from, as far as it decides which tenants it reaches. */
export type TenantReach = {
  readonly role: string;
  readonly tenantSlug: string;
  /** The operator's own tenant. */
  readonly homeSlug: string;
};

/**
 * Whether a caller with a permission over tenants has it over all of them: in the operator's own tenant,
 * or as super-admin. Anybody else's permission ends at the tenant of the request (rule C1).
 */
export function reachesEveryTenant({ role, tenantSlug, homeSlug }: TenantReach): boolean {
  return tenantSlug === homeSlug || role === 'super-admin';
}

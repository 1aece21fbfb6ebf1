import type { ProjectScope } from '@purser/schema/contract/request-context';

/** The leading columns of every row of a project. */
export type ScopeKey = { readonly tenantId: number; readonly projectId: number };

export function scopeKey({ tenantId, projectId }: ProjectScope | ScopeKey): ScopeKey {
  return { tenantId, projectId };
}

import type { ProjectScope } from '@purser/schema/contract/request-context';

/** Finds tenants and projects by the names callers use. */
export interface ScopeDirectory {
  /** A tenant by UUID or slug and one of its projects by slug; null when there is none. */
  find(names: { readonly tenant: string; readonly project: string }): Promise<ProjectScope | null>;
}

import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type {
  OverrideView,
  TenantFilter,
  TenantPlanView,
  TenantView,
} from '@purser/schema/contract/tenant';
import type { ApiKeyRecord, DomainRecord } from './tenant-assets.ts';

export interface TenantReader {
  /** Newest first; deleted ones only when asked for. With a tenant, that one alone. */
  list(
    filter: TenantFilter & PageRequest & { readonly onlyTenantId?: string | undefined },
  ): Promise<Page<TenantView>>;
  /** Also a deleted one. */
  get(tenantId: string): Promise<TenantView | null>;
  /** The catalogue, cheapest first. */
  plans(): Promise<readonly TenantPlanView[]>;
  /** All of a tenant's, newest first, also those that have ended. */
  overrides(scope: ProjectScope): Promise<readonly OverrideView[]>;
  /** Those that were not removed, by name. */
  domains(scope: ProjectScope): Promise<readonly DomainRecord[]>;
  domain(scope: ProjectScope, id: string): Promise<DomainRecord | null>;
  /** Newest first. */
  apiKeys(scope: ProjectScope): Promise<readonly ApiKeyRecord[]>;
}

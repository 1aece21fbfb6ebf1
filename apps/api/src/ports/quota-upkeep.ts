import type { ProjectScope } from '@purser/schema/contract/request-context';

/** What is due in tenants' quotas although no data plane calls. */
export interface QuotaUpkeep {
  /** Where leases are past their end and their time to report: the periods of each tenant. */
  dueLeases(): Promise<
    readonly { readonly scope: ProjectScope; readonly periodIds: readonly string[] }[]
  >;
  /** Tenants whose next billing period is missing. */
  duePeriods(): Promise<readonly ProjectScope[]>;
}

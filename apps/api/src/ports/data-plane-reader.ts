import type {
  LeaseFilter,
  LeaseView,
  ReportFilter,
  UsageReportView,
  ViolationFilter,
  ViolationPage,
} from '@purser/schema/contract/data-plane';
import type { Page } from '@purser/schema/contract/request-context';

/** The one tenant that may be seen; undefined = every. */
type Edge = { readonly onlyTenantId: string | undefined };

/** What data planes hold and have said, the newest first. */
export interface DataPlaneReader {
  leases(filter: LeaseFilter & Edge): Promise<Page<LeaseView>>;
  reports(filter: ReportFilter & Edge): Promise<Page<UsageReportView>>;
  violations(filter: ViolationFilter & Edge): Promise<ViolationPage>;
}

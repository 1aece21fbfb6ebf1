import type { AuditFilter } from '@purser/schema/contract/inputs';
import type { AuditEntryView } from '@purser/schema/contract/operation-views';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';

export interface AuditReader {
  /** Newest first. A user is named by the project's own id; the log itself holds the internal one. */
  list(scope: ProjectScope, filter: AuditFilter & PageRequest): Promise<Page<AuditEntryView>>;
}

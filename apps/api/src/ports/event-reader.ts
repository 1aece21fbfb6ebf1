import type { EventFilter, ExternalEventView } from '@purser/schema/contract/event';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';

export interface EventReader {
  /** Newest first. */
  list(scope: ProjectScope, filter: EventFilter & PageRequest): Promise<Page<ExternalEventView>>;
  find(scope: ProjectScope, id: string): Promise<ExternalEventView | null>;
}

import type { EventEffects, EventFilter, ExternalEventView } from '@purser/schema/contract/event';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';

export interface EventReader {
  /** Newest first. */
  list(scope: ProjectScope, filter: EventFilter & PageRequest): Promise<Page<ExternalEventView>>;
  /** What each of these events of Stripe changed, in their order. */
  effects(scope: ProjectScope, externalIds: readonly string[]): Promise<readonly EventEffects[]>;
  find(scope: ProjectScope, id: string): Promise<ExternalEventView | null>;
}

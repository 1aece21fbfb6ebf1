import type { DenialFilter, TurnFilter } from '@purser/schema/contract/inputs';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type { DenialView, TurnLineageView, TurnView } from '@purser/schema/contract/turn-views';

/** Turns as people look back on them. */
export interface TurnHistory {
  /** Newest first. */
  list(scope: ProjectScope, filter: TurnFilter & PageRequest): Promise<Page<TurnView>>;
  denials(scope: ProjectScope, filter: DenialFilter & PageRequest): Promise<Page<DenialView>>;
  /** One turn with its denials and every transfer it made. */
  lineage(scope: ProjectScope, turnId: string): Promise<TurnLineageView>;
}

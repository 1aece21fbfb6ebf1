import type { ServiceKeyView } from '@purser/schema/contract/operation-views';
import type { ProjectScope } from '@purser/schema/contract/request-context';

export interface KeyReader {
  /** Every key of the project, revoked ones too, newest first. */
  list(scope: ProjectScope): Promise<readonly ServiceKeyView[]>;
}

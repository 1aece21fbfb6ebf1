import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { ServiceKeyView } from '@purser/schema/contract/views';

export interface KeyReader {
  /** Every key of the project, revoked ones too, newest first. */
  list(scope: ProjectScope): Promise<readonly ServiceKeyView[]>;
}

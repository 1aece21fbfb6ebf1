import type { ProjectScope } from '@purser/schema/contract/request-context';

/** Every project of the installation: what jobs go through. */
export interface ProjectDirectory {
  all(): Promise<readonly ProjectScope[]>;
}

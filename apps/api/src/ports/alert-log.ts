import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { OutboxRecord } from './outbox-store.ts';

/** Alerts that no command raises. */
export interface AlertLog {
  /** Stores those whose key is new to the project, for delivery; answers how many were. */
  raise(scope: ProjectScope, alerts: readonly OutboxRecord[]): Promise<number>;
}

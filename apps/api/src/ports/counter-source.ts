import type {
  CounterScope,
  ProvidersLoad,
  ScopedWindow,
  UserLoad,
  WindowStart,
} from '@purser/domain/quota/counter-types';

/** What the counters are rebuilt from (rule W8): each read is one consistent statement of PostgreSQL. */
export interface CounterSource {
  /** Waits for every ledger batch decided under the epoch before and refuses those that come later. */
  beginEpoch(scope: CounterScope): Promise<string>;
  loadUser(
    scope: CounterScope,
    userId: bigint,
    windows: readonly ScopedWindow[],
  ): Promise<UserLoad>;
  loadProviders(scope: CounterScope, windows: readonly WindowStart[]): Promise<ProvidersLoad>;
}

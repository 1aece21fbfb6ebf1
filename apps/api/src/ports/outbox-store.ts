export type OutboxRecord = {
  readonly id: string;
  readonly kind: string;
  readonly severity: 'info' | 'warning' | 'critical';
  /** Unique per project: the same key is stored once, so that one crossing alerts once. */
  readonly dedupeKey: string;
  readonly title: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAtMs: number;
};

/** Facts to tell the world after the commit, and changes that admission must see. */
export interface OutboxStore {
  append(event: OutboxRecord): Promise<void>;
  /** Raises the project's policy generation: everything ('project') or one user's facts. */
  policyChanged(change: {
    readonly userId: bigint | null;
    readonly changedAtMs: number;
  }): Promise<void>;
}

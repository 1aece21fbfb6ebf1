/**
 * The right to decide from counters in this process's own memory, which one process of a database has at a time
 * (docs/economics.md, §5). Without it a process serves no turns.
 */
export interface CounterRole {
  isHeld(): boolean;
  /** Why it is not held, as a sentence for people; null while it is. */
  reason(): string | null;
  close(): Promise<void>;
}

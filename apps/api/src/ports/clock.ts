type ClockScope = { readonly tenantId: number; readonly projectId: number };

/** A project's instant: the database's clock plus the project's offset, or its frozen instant. */
export interface Clock {
  /** Milliseconds since the epoch, taken once per command (docs/economics.md, rule L9). */
  nowMs(scope: ClockScope): Promise<number>;
  /** Reads the clock anew, after it was moved; other processes follow within a second by themselves. */
  refresh(scope: ClockScope): Promise<unknown>;
}

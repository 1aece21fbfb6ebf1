/** A project's instant: the database's clock plus the project's offset, or its frozen instant. */
export interface Clock {
  /** Milliseconds since the epoch, taken once per command (docs/economics.md, rule L9). */
  nowMs(scope: { readonly tenantId: number; readonly projectId: number }): Promise<number>;
}

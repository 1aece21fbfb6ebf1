/** What was counted in one window of one scope, as read from storage. */
export type WindowUsage = {
  readonly windowKey: string;
  readonly requests: bigint;
  readonly tokens: bigint;
  /** The oldest minute with usage in a rolling window; null when there is none. */
  readonly oldestMinute: number | null;
};

/** One user's usage of one scope. */
export type ScopeUsage = {
  readonly scope: string;
  readonly windows: readonly WindowUsage[];
  readonly heldRequests: bigint;
  readonly heldTokens: bigint;
  readonly slots: bigint;
  /** Counted in the last 24 hours: the pace of the forecast. */
  readonly last24h: { readonly requests: bigint; readonly tokens: bigint };
};

/**
 * What admission asks of the counters and what it is told. All window instants are whole epoch
 * minutes, all other instants epoch milliseconds, all sums safe integers (below 2^53).
 */

/** The project whose counters are meant; every key of a project lives together. */
export type CounterScope = { readonly tenantId: number; readonly projectId: number };

/** '*' counts over the whole project, any other text over that bundle alone. */
export type QuotaScope = string;

/**
 * Names a window as a value: 'rolling:60' (minutes), 'calendar:day:UTC', 'anchored:30' (days),
 * 'lifetime'. Never contains '|'. Only 'rolling:' keeps sums per minute.
 */
export type WindowKey = string;

/** A window and its start as the caller computed it for its own instant; lifetime starts at 0. */
export type WindowStart = { readonly windowKey: WindowKey; readonly startMinute: number };

export type ScopedWindow = WindowStart & { readonly scope: QuotaScope };

/** `limit` is the caller's name for it and comes back nowhere: answers follow the order of the checks. */
export type WindowCheck = ScopedWindow & {
  readonly limit: string;
  readonly metric: 'requests' | 'tokens';
  readonly max: number;
};

export type ConcurrencyCheck = { readonly scope: QuotaScope; readonly max: number };

export type ProviderCheck = WindowStart & {
  readonly provider: string;
  readonly scope: QuotaScope;
  readonly maxMicroUsd: number;
};

/** Provider money held while the turn's hold lives. */
export type ProviderHold = {
  readonly provider: string;
  readonly scope: QuotaScope;
  readonly microUsd: number;
};

export type DecideRequest = {
  readonly turnId: string;
  readonly userId: string;
  /**
   * Names this attempt to admit the turn, so that giving back one attempt leaves another's alone. What stands before
   * a ':' says what is asked: only attempts that ask for the same share what the first of them holds.
   */
  readonly attemptId: string;
  readonly nowMs: number;
  readonly holdExpiresAtMs: number;
  readonly slotExpiresAtMs: number;
  /** ['*'] or ['*', bundle], without repetition. */
  readonly scopes: readonly QuotaScope[];
  readonly estimateTokens: number;
  /** Each denies when used + held >= max. */
  readonly requests: readonly WindowCheck[];
  /** Never deny; they cut the tokens held to the smallest max - used - held, at least 0. */
  readonly tokens: readonly WindowCheck[];
  /** Each denies when live slots >= max. */
  readonly concurrency: readonly ConcurrencyCheck[];
  /** Each denies when spent + held >= maxMicroUsd. */
  readonly providerChecks: readonly ProviderCheck[];
  readonly providerHolds: readonly ProviderHold[];
  /** False asks the same question and writes nothing. */
  readonly apply: boolean;
};

export type Observed = { readonly used: number; readonly held: number };

/** One minute of a rolling window: [minute, requests, tokens]. */
export type MinuteUsage = readonly [minute: number, requests: number, tokens: number];

export type RollingUsage = {
  readonly scope: QuotaScope;
  readonly windowKey: WindowKey;
  /** Ascending, all inside the window. */
  readonly minutes: readonly MinuteUsage[];
};

/**
 * Something the question needs is not known: the caller reads it from PostgreSQL and asks again.
 * When `epoch` is true nothing else is said: a new epoch comes first, what it needs is read after.
 */
export type LoadAnswer = {
  readonly kind: 'load';
  readonly epoch: boolean;
  readonly user: boolean;
  readonly providers: boolean;
};

export type DecidedAnswer = {
  readonly kind: 'decided';
  readonly epoch: string;
  readonly denied: boolean;
  /** The turn is live already: nothing was checked, its expiries were renewed, `tokens` is what it holds. */
  readonly already: boolean;
  /** As `already`, but for an attempt that asks for something else: nothing was renewed either. */
  readonly taken: boolean;
  /** Tokens held (or that would be held) for the plan: min(estimate, smallest remainder). */
  readonly tokens: number;
  readonly requests: readonly Observed[];
  readonly tokenWindows: readonly Observed[];
  readonly concurrency: readonly number[];
  readonly providers: readonly Observed[];
  /** The minutes of every rolling window that denied or cut, for `retry_after`. */
  readonly rolling: readonly RollingUsage[];
};

export type DecideAnswer = LoadAnswer | DecidedAnswer;

/** A turn in flight, as PostgreSQL knows it. */
export type LiveEntry = {
  readonly turnId: string;
  readonly userId: string;
  readonly scopes: readonly QuotaScope[];
  readonly tokens: number;
  readonly holdExpiresAtMs: number;
  readonly slotExpiresAtMs: number;
  readonly providerHolds: readonly ProviderHold[];
};

/** Lowers the token hold of a live turn to `tokens`; never raises it. */
export type HoldAdjustment = {
  readonly userId: string;
  readonly turnId: string;
  readonly tokens: number;
};

/** Takes back one attempt; the turn's entry goes when no attempt is left. */
export type GivenBack = {
  readonly userId: string;
  readonly turnId: string;
  readonly attemptId: string;
};

export type ProviderSpend = {
  readonly provider: string;
  readonly scope: QuotaScope;
  readonly microUsd: number;
  readonly windows: readonly WindowStart[];
};

/** One turn that left the live state, told after its commit. */
export type ToldTurn = {
  readonly turnId: string;
  readonly userId: string;
  /** The user's count of settles including this one; 0 when nothing was counted. */
  readonly version: number;
  readonly scopes: readonly QuotaScope[];
  readonly atMinute: number;
  readonly requests: number;
  readonly tokens: number;
  /** Every window of the user's policies in `scopes`, as of `atMinute`. */
  readonly windows: readonly ScopedWindow[];
  readonly providerSpend: readonly ProviderSpend[];
};

/** One committed ledger batch of one project. `seq` counts 1, 2, 3, … per project and lane. */
export type ToldBatch = {
  readonly laneId: string;
  readonly seq: number;
  readonly items: readonly ToldTurn[];
};

/** Usage since `startMinute`. A rolling window is given by its minutes alone. */
export type LoadedSlot = ScopedWindow & {
  readonly requests: number;
  readonly tokens: number;
  readonly minutes?: readonly MinuteUsage[];
};

/** One consistent read of a user from PostgreSQL, taken after the epoch had begun. */
export type UserLoad = {
  readonly userId: string;
  readonly version: number;
  /** No usage in the slots is later than this minute. */
  readonly asOfMinute: number;
  /** Every window of the question that asked for the load. */
  readonly slots: readonly LoadedSlot[];
  readonly live: readonly LiveEntry[];
};

export type ProviderSlot = WindowStart & {
  readonly provider: string;
  readonly scope: QuotaScope;
  readonly spentMicroUsd: number;
};

export type LoadedProviderHolds = {
  readonly userId: string;
  readonly turnId: string;
  readonly holdExpiresAtMs: number;
  readonly holds: readonly ProviderHold[];
};

/** One consistent read of a project's provider spend from PostgreSQL, taken after the epoch had begun. */
export type ProvidersLoad = {
  /** Last committed seq of every lane of the project. */
  readonly lanes: readonly { readonly laneId: string; readonly seq: number }[];
  readonly asOfMinute: number;
  /** The windows this load covers: a provider without a slot in one of them has spent nothing in it. */
  readonly windows: readonly WindowStart[];
  readonly slots: readonly ProviderSlot[];
  /** Holds of every live turn of the project. */
  readonly holds: readonly LoadedProviderHolds[];
};

/** After an operator reset a user's windows. `version` is at least that of the reset's commit. */
export type UserReset = { readonly userId: string; readonly version: number };

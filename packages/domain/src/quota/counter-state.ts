import type { MinuteUsage, ProviderHold, QuotaScope, WindowKey } from './counter-types.ts';
import type { ExpiryQueue } from './expiry-queue.ts';

/**
 * What the counters know of one project. It is mutable so that a decision costs a few look-ups
 * however much is in flight; every change to it is a function of the state and its arguments.
 */
export type CounterState = {
  /** Null until `begin`: nothing is known and nothing is kept. */
  epoch: string | null;
  readonly users: Map<string, UserState>;
  providers: ProviderState;
};

export type UserState = {
  /** Highest count of settles heard of. `loaded` says whether the slots include all of them. */
  version: number;
  loaded: boolean;
  readonly slots: Map<QuotaScope, Map<WindowKey, UsageSlot>>;
  readonly live: Map<string, LiveTurn>;
  /** Sums over the holds and slots that expire after `sweptAtMs`. */
  sums: Map<QuotaScope, LiveSums>;
  /** Instants up to here have been swept; expiry never runs backwards with a caller's clock. */
  sweptAtMs: number;
  /** At most the earliest expiry after `sweptAtMs`: until then the sums are exact. */
  nextExpiryMs: number;
  /** Turns closed last. A late heartbeat or load must not bring them back. */
  readonly closed: string[];
  /** Second chance for the in-process eviction. */
  recentlyUsed: boolean;
};

/** Usage since `startMinute`; none of it is later than `lastMinute`. */
export type UsageSlot = {
  startMinute: number;
  lastMinute: number;
  requests: number;
  tokens: number;
  /** Only of a rolling window, ascending; the sums above are theirs. */
  minutes: MinuteUsage[] | null;
};

export type LiveTurn = {
  readonly scopes: readonly QuotaScope[];
  tokens: number;
  holdExpiresAtMs: number;
  slotExpiresAtMs: number;
  /** Attempts that may still be given back; `confirmedAttempt` never is. */
  attempts: string[];
};

export type LiveSums = { requests: number; tokens: number; slots: number };

export type ProviderState = {
  loaded: boolean;
  /** Highest batch heard of in each lane. */
  readonly lanes: Map<string, number>;
  /** Windows the load covered and since when: a pair without a slot there has spent nothing. */
  readonly windows: Map<WindowKey, number>;
  readonly spent: Map<string, Map<WindowKey, SpentSlot>>;
  readonly held: Map<string, number>;
  readonly holds: Map<string, HeldTurn>;
  readonly expiries: ExpiryQueue;
  sweptAtMs: number;
};

/** As `UsageSlot`, in micro-dollars. */
export type SpentSlot = { startMinute: number; lastMinute: number; spentMicroUsd: number };

export type HeldTurn = { expiresAtMs: number; readonly holds: readonly ProviderHold[] };

/** Stands for PostgreSQL having admitted the turn. */
export const confirmedAttempt = '';

/** More concurrent attempts at one turn than this make its entry permanent until its expiry. */
export const attemptsMax = 8;

/** How many closed turns a user's state remembers. */
export const closedTurnsMax = 8;

export function emptyState(): CounterState {
  return { epoch: null, users: new Map(), providers: emptyProviders() };
}

export function emptyProviders(): ProviderState {
  return {
    loaded: false,
    lanes: new Map(),
    windows: new Map(),
    spent: new Map(),
    held: new Map(),
    holds: new Map(),
    expiries: [],
    sweptAtMs: 0,
  };
}

export function emptyUser(): UserState {
  return {
    version: 0,
    loaded: false,
    slots: new Map(),
    live: new Map(),
    sums: new Map(),
    sweptAtMs: 0,
    nextExpiryMs: Number.POSITIVE_INFINITY,
    closed: [],
    recentlyUsed: true,
  };
}

/** The user's state, made when missing. */
export function userOf(state: CounterState, userId: string): UserState {
  const known = state.users.get(userId);
  if (known !== undefined) {
    known.recentlyUsed = true;
    return known;
  }
  const user = emptyUser();
  state.users.set(userId, user);
  return user;
}

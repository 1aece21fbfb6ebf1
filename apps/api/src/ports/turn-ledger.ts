import type { PrimarySource } from '@purser/domain/plan/user-policies';
import type { CounterScope, ProviderHold, ScopedWindow } from '@purser/domain/quota/counter-types';

/** An admission as the ledger gets it: money to hold and the turn row, or nothing (rule T3). */
export type AdmitItem = {
  readonly op: 'admit';
  readonly atMs: number;
  readonly actor: string;
  readonly turnId: string;
  readonly userId: bigint;
  readonly bundleId: string | null;
  readonly class: string;
  readonly planId: string;
  readonly planSource: string;
  readonly content: string;
  /** The counters' epoch under which the tokens were held; another one in force makes the item stale. */
  readonly epoch: string;
  readonly estimateTokens: bigint;
  /** Tokens the plan's windows gave. */
  readonly planTokens: bigint;
  readonly pricePicoUsd: bigint;
  readonly safetyPercent: bigint;
  readonly primary: PrimarySource | null;
  readonly askWallet: boolean;
  readonly walletBeyondLimits: boolean;
  readonly providers: readonly string[];
  readonly providerHolds: readonly ProviderHold[];
  /** Kept with the turn for replay and explanation. */
  readonly decision: object;
  readonly metadata: unknown;
  readonly expiresAtMs: number;
  readonly slotExpiresAtMs: number;
  /** The user's month has no anchor yet: this turn sets it if it is admitted. */
  readonly anchor: boolean;
};

/** What a settled turn is counted in once its commit is told to the counters. */
export type CountedIn = {
  readonly scopes: readonly string[];
  readonly windows: readonly ScopedWindow[];
};

export type SettleItem = {
  readonly op: 'settle';
  readonly atMs: number;
  readonly actor: string;
  readonly turnId: string;
  /** Whose turn it is, so that it goes the way of the user's other turns. */
  readonly userId: bigint;
  readonly content: string;
  readonly costMicroUsd: bigint;
  /** Sums to the cost. */
  readonly shares: readonly { readonly provider: string; readonly amountMicroUsd: bigint }[];
  /** Finite token windows of the plan; only looked at when the cost is beyond the turn's own hold. */
  readonly tokenWindows: readonly {
    readonly scope: string;
    readonly startMinute: number;
    readonly max: bigint;
  }[];
  readonly outcome: 'ok' | 'failed';
  readonly usage: unknown;
  readonly flags: readonly string[];
  readonly countedIn: CountedIn;
};

export type CloseItem = {
  readonly op: 'release';
  readonly atMs: number;
  readonly actor: string;
  readonly turnId: string;
};

/** By internal id: only the reaper asks for it. */
export type ExpireItem = {
  readonly op: 'expire';
  readonly atMs: number;
  readonly actor: string;
  readonly id: string;
};

export type HeartbeatItem = {
  readonly op: 'heartbeat';
  readonly atMs: number;
  readonly actor: string;
  readonly turnId: string;
  readonly expiresAtMs: number;
  readonly slotExpiresAtMs: number;
};

export type TurnItem = AdmitItem | SettleItem | CloseItem | ExpireItem | HeartbeatItem;

export type MoneyPart = {
  readonly source: 'period' | 'project' | 'wallet';
  readonly amount: number;
};

/** A stored turn as a duplicate admission finds it. */
export type StoredTurn = {
  readonly id: string;
  readonly state: 'admitted' | 'settled' | 'released' | 'expired';
  readonly userId: bigint;
  readonly content: string;
  readonly heldTokens: bigint;
  readonly decision: unknown;
};

export type SettleResult = {
  readonly paid_by: readonly {
    readonly source: 'period' | 'project' | 'wallet';
    readonly amount: number;
    readonly tokens: number;
    readonly reason: string;
  }[];
  readonly absorbed: readonly {
    readonly reason: string;
    readonly amount: number;
    readonly tokens: number;
  }[];
  readonly transfer_ids: readonly string[];
  readonly flags: readonly string[];
};

export type TurnAnswer =
  | {
      readonly status: 'admitted';
      readonly id: string;
      readonly primaryTokens: bigint;
      readonly money: readonly MoneyPart[];
      readonly walletAvailableMicroUsd: bigint;
      readonly anchorMinute: number | null;
    }
  | {
      readonly status: 'short';
      readonly primaryTokens: bigint;
      readonly primaryAvailableMicroUsd: bigint | null;
      readonly walletAvailableMicroUsd: bigint;
      readonly walletBalanceMicroUsd: bigint;
    }
  | { readonly status: 'exists'; readonly turn: StoredTurn }
  /** Decided against a period that closed, or beside a refused twin: decide anew. */
  | { readonly status: 'again' }
  /** Decided under an old epoch of the counters (rule W8): decide anew. */
  | { readonly status: 'stale_epoch' }
  | {
      readonly status: 'settled';
      readonly replayed: boolean;
      readonly id: string;
      readonly costMicroUsd: bigint;
      readonly tokensCharged: bigint;
      readonly result: SettleResult;
      readonly closedAtMs: number;
    }
  | { readonly status: 'released'; readonly replayed: boolean; readonly id: string }
  | { readonly status: 'expired'; readonly id: string }
  | {
      readonly status: 'beating';
      readonly id: string;
      readonly userId: bigint;
      readonly bundleId: string | null;
      readonly heldTokens: bigint;
      readonly providerHolds: readonly ProviderHold[];
    }
  | { readonly status: 'unknown_turn' | 'turn_closed' | 'turn_expired' | 'content_mismatch' };

/**
 * The hot path of the ledger: concurrent items are gathered and applied by one database call that
 * answers each by itself. A promise resolves only after the commit is durable and, for a turn that
 * closed, after the counters were told (rules L10, L11, W8).
 */
export interface TurnLedger {
  submit(scope: CounterScope, item: TurnItem): Promise<TurnAnswer>;
  /** Waits for batches in flight; nothing may be submitted afterwards. */
  close(): Promise<void>;
}

import type { Grant } from '@purser/domain/grant/effective-policy';
import type { ProjectRules } from '@purser/domain/plan/project-rules';
import type { AbsorbReason } from '@purser/domain/turn/settle-split';
import type { TurnState } from '@purser/domain/turn/turn-state';

/** Money that can be held; µ$. */
export type Purse = { balance: bigint; held: bigint };

export type ModelLot = Purse & {
  readonly lotId: string;
  readonly userId: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
};

export type ModelPeriod = Purse & {
  readonly key: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  overdraft: bigint | null;
  closed: boolean;
  renewed: boolean;
  toppedUp: boolean;
};

export type ModelSubscription = {
  planId: string;
  priceMicroUsd: bigint;
  status: 'active' | 'canceled';
  anchorDay: number;
  period: ModelPeriod | null;
  cancelAtPeriodEnd: boolean;
  pendingPlanId: string | null;
  overdraft: bigint | null;
};

export type ModelUser = {
  anchorMinute: number | null;
  readonly grants: Grant[];
  subscription: ModelSubscription | null;
  /** Every key of a period there ever was. */
  readonly periodKeys: Set<string>;
};

export type ModelHold = { readonly purse: Purse; readonly amount: bigint };

export type ModelTurn = {
  readonly turnId: string;
  readonly userId: string;
  readonly bundleId: string;
  readonly estimateTokens: bigint;
  readonly planId: string;
  readonly heldTokens: bigint;
  readonly primary:
    | { readonly kind: 'project' }
    | { readonly kind: 'period'; readonly period: ModelPeriod }
    | null;
  readonly primaryHold: bigint;
  /** By lot, in the order of spending. */
  readonly walletHolds: readonly { readonly lot: ModelLot; readonly amount: bigint }[];
  readonly hadWallet: boolean;
  readonly walletBeyondLimits: boolean;
  state: TurnState;
  /** As PostgreSQL has it, and as the counters do, who may have been told of a renewal that was none. */
  expiresAtMs: number;
  countedUntilMs: number;
  slotUntilMs: number;
  /** What PostgreSQL would load into empty counters. */
  slotExpiresAtMs: number;
  costMicroUsd: bigint | null;
  tokensCharged: bigint;
  absorbed: AbsorbReason | null;
  settledMinute: number | null;
};

/** Everything there is, in plain objects. */
export type ModelState = {
  nowMs: number;
  rules: ProjectRules;
  readonly project: Purse & { overdraft: bigint | null };
  readonly users: Map<string, ModelUser>;
  readonly lots: ModelLot[];
  readonly periods: ModelPeriod[];
  readonly turns: Map<string, ModelTurn>;
  readonly purchases: Map<string, { readonly userId: string; readonly amount: bigint }>;
  /** Commands by idempotency key: what they asked. */
  readonly keys: Map<string, string>;
  breakage: bigint;
  spent: bigint;
};

export function newState(nowMs: number, rules: ProjectRules): ModelState {
  return {
    nowMs,
    rules,
    project: { balance: 0n, held: 0n, overdraft: 0n },
    users: new Map(),
    lots: [],
    periods: [],
    turns: new Map(),
    purchases: new Map(),
    keys: new Map(),
    breakage: 0n,
    spent: 0n,
  };
}

/** Whoever is named is known from then on. */
export function userOf(state: ModelState, userId: string): ModelUser {
  let user = state.users.get(userId);
  if (user === undefined) {
    user = { anchorMinute: null, grants: [], subscription: null, periodKeys: new Set() };
    state.users.set(userId, user);
  }
  return user;
}

/** The holds of a turn that are still open: those of an admitted one. */
export function openHolds(
  { state, primary, primaryHold, walletHolds }: ModelTurn,
  project: Purse,
): readonly ModelHold[] {
  if (state !== 'admitted') return [];
  const purse = primary?.kind === 'period' ? primary.period : project;
  const atPrimary = primary === null ? [] : [{ purse, amount: primaryHold }];
  return [...atPrimary, ...walletHolds.map(({ lot, amount }) => ({ purse: lot, amount }))];
}

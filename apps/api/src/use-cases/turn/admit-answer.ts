import { limitMetrics, limitNames } from '@purser/domain/quota/limits';
import type { Denial } from '@purser/domain/turn/denial';
import type { Admitted, Denied, LimitView } from '@purser/domain/turn/interpret-admission';
import type {
  AdmitAnswer,
  DenialReason,
  LimitState,
  MoneyHold,
} from '@purser/schema/contract/turn';

/** What a turn row keeps of its decision: enough to answer a repeated admission with the same words. */
export type StoredDecision = {
  readonly planId: string;
  readonly planSource: string;
  readonly usedReplenishment: boolean;
  readonly grantIds: readonly string[];
  /** As observed, the turn's own holds not counted. */
  readonly limits: readonly {
    readonly limit: LimitView['limit'];
    readonly scope: string;
    readonly allowed: string;
    readonly used: string;
    readonly held: string;
    readonly resetsAtMs: number | null;
  }[];
};

/**
 * The part of an admission that is stored with the turn. What the turn holds itself is in the views, whether this attempt
 * holds it or an earlier one does that never reached the ledger, and is taken out.
 */
export function storedDecision(answer: Admitted | Denied, ownTokens: bigint): StoredDecision {
  return {
    planId: answer.planId,
    planSource: answer.planSource,
    usedReplenishment: answer.usedReplenishment,
    grantIds: answer.grantIds,
    limits: answer.limits.map((view) => ({
      limit: view.limit,
      scope: view.scope,
      allowed: view.allowed.toString(),
      used: view.used.toString(),
      held: (view.held - ownOf(view.limit, ownTokens)).toString(),
      resetsAtMs: view.resetsAtMs,
    })),
  };
}

/** The answer of an admitted turn from its row. */
export function admittedAnswer(
  decision: StoredDecision,
  turn: {
    readonly id: string;
    readonly turnId: string;
    readonly userId: string;
    readonly heldTokens: bigint;
    readonly money: readonly { source: MoneyHold['source']; amount: number }[];
    readonly expiresAtMs: number;
  },
): AdmitAnswer {
  return {
    decision: 'admitted',
    decisionId: turn.id,
    turnId: turn.turnId,
    userId: turn.userId,
    planId: decision.planId,
    planSource: decision.planSource,
    usedReplenishment: decision.usedReplenishment,
    grantIds: decision.grantIds,
    expiresAt: new Date(turn.expiresAtMs),
    holds: { requests: 1, tokens: turn.heldTokens, money: bySource(turn.money), slot: turn.turnId },
    limits: decision.limits.map((stored) => limitState(stored, turn.heldTokens)),
    denials: [],
    retryAfterSeconds: null,
  };
}

/** A denial, or an answer that holds nothing, in the contract's words. */
export function plainAnswer(
  answer: Admitted | Denied,
  request: { readonly turnId: string; readonly userId: string; readonly decisionId: string },
): AdmitAnswer {
  return {
    ...request,
    decision: answer.decision,
    planId: answer.planId,
    planSource: answer.planSource,
    usedReplenishment: answer.usedReplenishment,
    grantIds: answer.grantIds,
    expiresAt: null,
    holds: null,
    limits: answer.limits.map((view) => ({
      limit: limitNames[view.limit],
      scope: view.scope,
      allowed: view.allowed,
      used: view.used,
      held: view.held,
      remaining: view.remaining,
      resetsAt: dateOrNull(view.resetsAtMs),
    })),
    denials: answer.decision === 'denied' ? answer.denials.map(denialReason) : [],
    retryAfterSeconds: answer.decision === 'denied' ? answer.retryAfterSeconds : null,
  };
}

function denialReason(denial: Denial): DenialReason {
  const common = {
    reason: denial.reason,
    retryAfterSeconds: denial.retryAfterSeconds ?? undefined,
    wouldPassIf: denial.wouldPassIf,
  };
  switch (denial.reason) {
    case 'rate_limited':
      return {
        ...common,
        limit: limitNames[denial.limit],
        scope: denial.scope,
        window: denial.window ?? undefined,
        allowed: denial.allowed,
        used: denial.used,
        held: denial.held,
      };
    case 'provider_budget_exceeded':
      return {
        ...common,
        provider: denial.provider,
        scope: denial.scope,
        window: denial.window,
        allowed: denial.allowedMicroUsd,
        used: denial.spentMicroUsd,
        held: denial.heldMicroUsd,
      };
    case 'wallet_insufficient':
    case 'subscription_exhausted':
    case 'project_budget_exhausted':
      return {
        ...common,
        availableMicroUsd: denial.availableMicroUsd,
        neededMicroUsd: denial.neededMicroUsd,
      };
    default:
      return common;
  }
}

function limitState(stored: StoredDecision['limits'][number], heldTokens: bigint): LimitState {
  const allowed = BigInt(stored.allowed);
  const used = BigInt(stored.used);
  const held = BigInt(stored.held) + ownOf(stored.limit, heldTokens);
  const remaining = allowed - used - held;
  return {
    limit: limitNames[stored.limit],
    scope: stored.scope,
    allowed,
    used,
    held,
    remaining: remaining > 0n ? remaining : 0n,
    resetsAt: dateOrNull(stored.resetsAtMs),
  };
}

/** What an admitted turn itself adds to a limit: one request, one slot, or its tokens. */
function ownOf(limit: LimitView['limit'], heldTokens: bigint): bigint {
  return limitMetrics[limit] === 'tokens' ? heldTokens : 1n;
}

function bySource(
  parts: readonly { source: MoneyHold['source']; amount: number }[],
): readonly MoneyHold[] {
  const sums = new Map<MoneyHold['source'], bigint>();
  for (const { source, amount } of parts) {
    sums.set(source, (sums.get(source) ?? 0n) + BigInt(amount));
  }
  return [...sums].map(([source, amountMicroUsd]) => ({ source, amountMicroUsd }));
}

function dateOrNull(instantMs: number | null): Date | null {
  return instantMs === null ? null : new Date(instantMs);
}

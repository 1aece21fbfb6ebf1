import { usdDecimal } from '@purser/domain/money/format-usd';
import type { CheckAnswer, DecisionAnswer } from '@purser/schema/contract/rest/turn-answers';
import type { AdmitAnswer, DenialReason, LimitState } from '@purser/schema/contract/turn';

/** A decision as the turn routes answer it. */
export function toDecision(answer: AdmitAnswer): DecisionAnswer {
  return {
    decision: answer.decision,
    decision_id: answer.decisionId,
    turn_id: answer.turnId,
    user_id: answer.userId,
    plan_id: answer.planId,
    plan_source: answer.planSource,
    used_replenishment: answer.usedReplenishment,
    grant_ids: [...answer.grantIds],
    expires_at: instantOrNull(answer.expiresAt),
    holds: answer.holds && toHolds(answer.holds),
    limits: answer.limits.map(toLimit),
    denials: answer.denials.map(toDenial),
    retry_after_s: answer.retryAfterSeconds,
  };
}

/** A decision that holds nothing, with the age of the balances behind it. */
export function toCheck(answer: AdmitAnswer): CheckAnswer {
  return { ...toDecision(answer), money_as_of: instantOrNull(answer.moneyAsOf) };
}

function toHolds(holds: NonNullable<AdmitAnswer['holds']>): DecisionAnswer['holds'] {
  return {
    requests: holds.requests,
    tokens: Number(holds.tokens),
    money: holds.money.map(({ source, amountMicroUsd }) => ({
      source,
      amount_usd: usdDecimal(amountMicroUsd),
    })),
    slot: holds.slot,
  };
}

function toLimit(state: LimitState): DecisionAnswer['limits'][number] {
  return {
    limit: state.limit,
    scope: state.scope,
    allowed: Number(state.allowed),
    used: Number(state.used),
    held: Number(state.held),
    remaining: Number(state.remaining),
    resets_at: instantOrNull(state.resetsAt),
  };
}

function toDenial(denial: DenialReason): DecisionAnswer['denials'][number] {
  return {
    reason: denial.reason,
    limit: denial.limit ?? null,
    scope: denial.scope ?? null,
    provider: denial.provider ?? null,
    window: denial.window ?? null,
    allowed: countOrNull(denial.allowed),
    used: countOrNull(denial.used),
    held: countOrNull(denial.held),
    available_usd: usdOrNull(denial.availableMicroUsd),
    needed_usd: usdOrNull(denial.neededMicroUsd),
    retry_after_s: denial.retryAfterSeconds ?? null,
    would_pass_if: denial.wouldPassIf,
  };
}

function usdOrNull(amountMicroUsd: bigint | undefined): string | null {
  return amountMicroUsd === undefined ? null : usdDecimal(amountMicroUsd);
}

function countOrNull(count: bigint | undefined): number | null {
  return count === undefined ? null : Number(count);
}

function instantOrNull(at: Date | null | undefined): string | null {
  return at ? at.toISOString() : null;
}

import { maxBigint } from '@purser/domain/money/divide';
import { usdDecimal } from '@purser/domain/money/format-usd';
import { limitNames } from '@purser/domain/quota/limits';
import type { TransferView } from '@purser/schema/contract/money-views';
import type { DecisionAnswer } from '@purser/schema/contract/rest/turn-answers';
import type { LineageAnswer, TurnItem } from '@purser/schema/contract/rest/turn-views';
import type {
  DecisionLimitView,
  DecisionView,
  DenialView,
  TurnLineageView,
  TurnView,
} from '@purser/schema/contract/turn-views';
import type { SettleResult } from '../../../ports/turn-ledger.ts';
import { toFunding, toStoredDenial } from '../stored-denial.ts';

/** A turn as the list and the lineage show it. */
export function toTurnItem(turn: TurnView): TurnItem {
  return {
    turn_id: turn.turnId,
    decision_id: turn.decisionId,
    user_id: turn.userId,
    bundle_id: turn.bundleId,
    class: turn.class,
    state: turn.state,
    plan_id: turn.planId,
    plan_source: turn.planSource,
    estimate_tokens: Number(turn.estimateTokens),
    held_tokens: Number(turn.heldTokens),
    providers: [...turn.providers],
    decision: toTurnDecision(turn.decision),
    admitted_at: turn.admittedAt.toISOString(),
    expires_at: turn.expiresAt.toISOString(),
    closed_at: turn.closedAt?.toISOString() ?? null,
    outcome: turn.outcome,
    cost_usd: turn.costMicroUsd === null ? null : usdDecimal(turn.costMicroUsd),
    tokens_charged: turn.tokensCharged === null ? null : Number(turn.tokensCharged),
    usage: turn.usage && [...turn.usage],
    result: turn.result && toSettledResult(turn.result as SettleResult),
  };
}

/** The ledger's record of a settlement, with amounts as the settlement itself answered them. */
function toSettledResult(result: SettleResult): NonNullable<TurnItem['result']> {
  return {
    paid_by: result.paid_by.map(({ source, amount, tokens }) => ({
      source,
      amount_usd: usdDecimal(BigInt(amount)),
      tokens,
    })),
    absorbed: result.absorbed.map(({ reason, amount, tokens }) => ({
      reason,
      amount_usd: usdDecimal(BigInt(amount)),
      tokens,
    })),
    transfer_ids: [...result.transfer_ids],
    flags: [...result.flags],
  };
}

function toTurnDecision(decision: DecisionView): TurnItem['decision'] {
  return {
    decision: 'admitted',
    used_replenishment: decision.usedReplenishment,
    grant_ids: [...decision.grantIds],
    money: decision.money.map(({ source, amountMicroUsd }) => ({
      source,
      amount_usd: usdDecimal(amountMicroUsd),
    })),
    limits: decision.limits.map(toDecisionLimit),
  };
}

/** A limit as the decision saw it, under the guides' names. */
export function toDecisionLimit(view: DecisionLimitView): DecisionAnswer['limits'][number] {
  const { limit, scope, allowed, used, held, resetsAt } = view;
  return {
    limit: limitNames[limit],
    scope,
    allowed: Number(allowed),
    used: Number(used),
    held: Number(held),
    remaining: Number(maxBigint(allowed - used - held, 0n)),
    resets_at: resetsAt?.toISOString() ?? null,
  };
}

/** One turn from its decision to its settlement, with the transfers and denials that name it. */
export function toLineage(turnId: string, lineage: TurnLineageView): LineageAnswer {
  return {
    turn_id: turnId,
    turn: lineage.turn && toTurnItem(lineage.turn),
    transfers: lineage.transfers.map(toTransfer),
    denials: lineage.denials.map(toDenialItem),
  };
}

function toTransfer(transfer: TransferView): LineageAnswer['transfers'][number] {
  return {
    id: transfer.id,
    phase: transfer.phase,
    kind: transfer.kind,
    debit: transfer.debit,
    credit: transfer.credit,
    amount_usd: usdDecimal(transfer.amountMicroUsd),
    hold_id: transfer.holdId,
    effective_at: transfer.effectiveAt.toISOString(),
    recorded_at: transfer.recordedAt.toISOString(),
    actor: transfer.actor,
    reason: transfer.reason,
    idempotency_key: transfer.idempotencyKey,
    external_id: transfer.externalId,
  };
}

function toDenialItem(denial: DenialView): LineageAnswer['denials'][number] {
  return {
    id: denial.id,
    decision_id: denial.id,
    bundle_id: denial.bundleId,
    plan_id: denial.planId,
    reasons: [...denial.reasons],
    denials: denial.denials.map(toStoredDenial),
    funding: denial.funding.map(toFunding),
    denied_at: denial.deniedAt.toISOString(),
  };
}

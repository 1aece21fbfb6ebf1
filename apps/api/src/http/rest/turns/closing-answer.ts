import { usdDecimal } from '@purser/domain/money/format-usd';
import type {
  HeartbeatAnswer,
  ReleaseAnswer,
  SettleAnswer,
} from '@purser/schema/contract/rest/turn-answers';
import type * as turns from '@purser/schema/contract/turn';

/** What keeps a turn alive or ends it, as the turn routes answer it. */
export function toHeartbeat(answer: turns.HeartbeatAnswer): HeartbeatAnswer {
  return { turn_id: answer.turnId, expires_at: answer.expiresAt.toISOString() };
}

export function toRelease(answer: turns.ReleaseAnswer): ReleaseAnswer {
  return { turn_id: answer.turnId, state: answer.state };
}

export function toSettlement(answer: turns.SettleAnswer): SettleAnswer {
  return {
    turn_id: answer.turnId,
    state: answer.state,
    cost_usd: usdDecimal(answer.costMicroUsd),
    tokens_charged: Number(answer.tokensCharged),
    paid_by: answer.paidBy.map(({ source, amountMicroUsd, tokens }) => ({
      source,
      amount_usd: usdDecimal(amountMicroUsd),
      tokens: Number(tokens),
    })),
    absorbed: answer.absorbed.map(({ reason, amountMicroUsd, tokens }) => ({
      reason,
      amount_usd: usdDecimal(amountMicroUsd),
      tokens: Number(tokens),
    })),
    transfer_ids: [...answer.transferIds],
    settled_at: answer.settledAt.toISOString(),
    flags: [...answer.flags],
  };
}

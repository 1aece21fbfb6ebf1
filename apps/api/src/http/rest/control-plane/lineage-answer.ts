import { usdNumber } from '@purser/domain/money/format-usd';
import type { TransferView } from '@purser/schema/contract/money-views';
import type { RequestLineage } from '@purser/schema/contract/rest/economics-contract';
import type { TurnLineageView, TurnView } from '@purser/schema/contract/turn-views';
import { toFunding, toStoredDenial } from '../stored-denial.ts';
import { toDecisionLimit } from '../turns/turn-view-answer.ts';

type Source = RequestLineage['project'];

/** Where a turn's money was held and went, by who paid; a turn of another user than asked reads as none. */
export function toRequestLineage(
  requestId: string,
  lineage: TurnLineageView,
  userId: string | undefined,
): RequestLineage {
  const { turn, denials } = lineage;
  const isAsked = (of: string | undefined) => userId === undefined || of === userId;
  const transfers = isAsked(turn?.userId) ? lineage.transfers : [];
  const last = denials.findLast((denial) => isAsked(denial.userId));
  return {
    status: 'ok',
    request_id: requestId,
    decision: turn !== null && isAsked(turn.userId) ? admitted(turn) : denied(last),
    project: toSource(transfers, 'project'),
    subscription: toSource(transfers, 'period'),
    wallet: toSource(transfers, 'wallet'),
  };
}

function admitted({
  decisionId,
  planId,
  planSource,
  decision,
}: TurnView): RequestLineage['decision'] {
  return {
    decision: 'admitted',
    decision_id: decisionId,
    plan_id: planId,
    plan_source: planSource,
    used_replenishment: decision.usedReplenishment,
    grant_ids: decision.grantIds,
    money: decision.money.map(({ source, amountMicroUsd }) => ({
      source,
      amount_usd: usdNumber(amountMicroUsd),
    })),
    limits: decision.limits.map(toDecisionLimit),
  };
}

function denied(
  denial: TurnLineageView['denials'][number] | undefined,
): RequestLineage['decision'] {
  return denial === undefined
    ? null
    : {
        decision: 'denied',
        decision_id: denial.id,
        plan_id: denial.planId,
        reasons: [...denial.reasons],
        denials: denial.denials.map(toStoredDenial),
        funding: denial.funding.map(toFunding),
      };
}

function toSource(transfers: readonly TransferView[], payer: string): Source {
  const paid = transfers.filter(({ debit }) => debit.kind === payer);
  return {
    reservations: paid.filter(({ phase }) => phase === 'hold').map(toMovement),
    ledger: paid.filter(({ phase }) => phase !== 'hold').map(toMovement),
  };
}

function toMovement(transfer: TransferView): Source['ledger'][number] {
  return {
    id: transfer.id,
    phase: transfer.phase,
    kind: transfer.kind,
    amount_usd: usdNumber(transfer.amountMicroUsd),
    debit: accountName(transfer.debit),
    credit: accountName(transfer.credit),
    reservation_id: transfer.holdId,
    reason: transfer.reason,
    created_at: transfer.recordedAt.toISOString(),
  };
}

function accountName({ kind, reference }: TransferView['debit']): string {
  return reference === '' ? kind : `${kind}:${reference}`;
}

import { formatCount, formatUsdExact } from '@purser/domain/money/format-usd';
import { type LimitField, limitNames } from '@purser/domain/quota/limits';
import type { DenialView, TurnLineageView, TurnView } from '@purser/schema/contract/views';

/** The arithmetic of one turn's decision and end, a line for each step. */
export function explainTurn({ turn, transfers, denials }: TurnLineageView): string[] {
  if (turn === null) return denials.flatMap(explainDenial);
  const where = turn.bundleId === null ? '' : ` in ${turn.bundleId}`;
  return [
    `Turn ${turn.turnId} of ${turn.userId}${where}: ${turn.state}.`,
    `  plan      ${turn.planId} (${turn.planSource})`,
    `  asked     ${formatCount(turn.estimateTokens)} tokens; ${formatCount(turn.heldTokens)} of them held against the plan`,
    ...limitLines(turn),
    ...endLines(turn),
    ...transfers
      .filter(({ phase }) => phase === 'settle' || phase === 'post')
      .map(
        ({ debit, credit, amountMicroUsd }) =>
          `  paid      ${formatUsdExact(amountMicroUsd)} from ${nameOf(debit)} to ${nameOf(credit)}`,
      ),
  ];
}

function explainDenial({ turnId, userId, planId, denials, deniedAt }: DenialView): string[] {
  return [
    `Turn ${turnId} of ${userId}: denied at ${deniedAt.toISOString()} on plan ${planId}.`,
    ...denials.map((denial) => `  ${denialSentence(denial)}`),
  ];
}

/** A reason with its numbers, and what would make it pass. */
export function denialSentence(denial: Readonly<Record<string, unknown>>): string {
  const { reason, limit, provider, scope, allowed, used, held, wouldPassIf } = denial;
  const what = [reason, limit ?? provider].filter(isGiven).join(' ');
  const where = isGiven(scope) && scope !== '*' ? ` in ${scope}` : '';
  const numbers = isGiven(allowed) ? `: ${used} used + ${held} held of ${allowed}` : '';
  return `${what}${where}${numbers}${isGiven(wouldPassIf) ? ` – ${wouldPassIf}` : ''}`;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The limits as they were when the turn was admitted, without the turn itself. */
function limitLines({ decision }: TurnView): string[] {
  if (!Array.isArray(decision.limits)) return [];
  return decision.limits.map(({ limit, scope, allowed, used, held }) => {
    const name = limitNames[limit as LimitField] ?? limit;
    const where = scope === '*' ? '' : ` in ${scope}`;
    return `  limit     ${name}${where}: ${used} used + ${held} held of ${allowed}`;
  });
}

function endLines({ closedAt, costMicroUsd, tokensCharged }: TurnView): string[] {
  if (closedAt === null || costMicroUsd === null) return [];
  const tokens = tokensCharged === null ? '' : `, ${formatCount(tokensCharged)} tokens charged`;
  return [`  cost      ${formatUsdExact(costMicroUsd)}${tokens}, ${closedAt.toISOString()}`];
}

function nameOf({
  kind,
  reference,
}: {
  readonly kind: string;
  readonly reference: string;
}): string {
  return reference === '' ? kind : `${kind} ${reference}`;
}

import { formatCount, formatUsdExact } from '@purser/domain/money/format-usd';
import { limitWordsOf } from '@purser/domain/quota/limits';
import type { DenialView, TurnLineageView, TurnView } from '@purser/schema/contract/turn-views';

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

/** A reason with its numbers, in words and money as people write them, and what would make it pass. */
export function denialSentence(denial: Readonly<Record<string, unknown>>): string {
  const { reason, limit, provider, window, scope, allowed, used, held, wouldPassIf } = denial;
  const subject = isGiven(provider)
    ? `${provider} per ${window}`
    : isGiven(limit) && limitWordsOf(String(limit));
  const what = [String(reason).replaceAll('_', ' '), subject].filter(Boolean).join(', ');
  const where = isGiven(scope) && scope !== '*' ? ` in ${scope}` : '';
  // The numbers of a provider's budget are micro-dollars.
  const format = isGiven(provider) ? formatUsdExact : formatCount;
  const numbers = isGiven(allowed) ? `: ${sumText({ allowed, used, held }, format)}` : '';
  return `${what}${where}${numbers}${isGiven(wouldPassIf) ? ` – would pass if ${wouldPassIf}` : ''}`;
}

type Counted = Readonly<Record<'allowed' | 'used' | 'held', unknown>>;

function sumText({ allowed, used, held }: Counted, format: (count: bigint) => string): string {
  const text = (count: unknown) => format(BigInt(String(count ?? 0)));
  return `${text(used)} used + ${text(held)} held of ${text(allowed)}`;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The limits as they were when the turn was admitted, without the turn itself. */
function limitLines({ decision }: TurnView): string[] {
  return decision.limits.map(({ limit, scope, ...counts }) => {
    const where = scope === '*' ? '' : ` in ${scope}`;
    return `  limit     ${limitWordsOf(limit)}${where}: ${sumText(counts, formatCount)}`;
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

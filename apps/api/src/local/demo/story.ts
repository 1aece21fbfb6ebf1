import { formatCount } from '@purser/domain/money/format-usd';
import { limitWordsOf } from '@purser/domain/quota/limits';
import type { AdmitAnswer, AdmitTurn } from '@purser/schema/contract/turn';

/** Why the story's user was denied, for somebody who sees Purser for the first time. */
export function storySentence(asked: AdmitTurn, answer: AdmitAnswer): string {
  const [denial] = answer.denials;
  const wanted = `${asked.userId} asked for ${formatCount(asked.estimateTokens ?? 0n)} tokens at once`;
  const { allowed, used = 0n, held = 0n } = denial ?? {};
  if (allowed === undefined || denial?.limit === undefined) return `${wanted} and was denied.`;
  const left = allowed - used - held;
  return `${wanted}; the ${answer.planId} plan has ${formatCount(left > 0n ? left : 0n)} of its ${formatCount(allowed)} ${limitWordsOf(denial.limit)} left.`;
}

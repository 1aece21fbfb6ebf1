/** Percentages of a provider budget whose crossing raises an alert, once per window (rule B7). */
export const budgetThresholds = [50, 80, 100] as const;

export type BudgetThreshold = (typeof budgetThresholds)[number];

/**
 * The thresholds that spending crossed: below before, at or above after. A limit of 0 is crossed at
 * 100 % by the first micro-dollar; an unlimited one never.
 */
export function crossedThresholds({
  limitMicroUsd,
  beforeMicroUsd,
  afterMicroUsd,
}: {
  readonly limitMicroUsd: bigint | null;
  readonly beforeMicroUsd: bigint;
  readonly afterMicroUsd: bigint;
}): readonly BudgetThreshold[] {
  if (limitMicroUsd === null) return [];
  if (limitMicroUsd === 0n) return beforeMicroUsd <= 0n && afterMicroUsd > 0n ? [100] : [];
  return budgetThresholds.filter((percent) => {
    const mark = limitMicroUsd * BigInt(percent);
    return beforeMicroUsd * 100n < mark && afterMicroUsd * 100n >= mark;
  });
}

import { formatCount, formatUsdExact } from '../../money/format-usd.ts';
import { everyBundle } from '../../plan/plan.ts';
import { type LimitField, limitWords } from '../../quota/limits.ts';

/** Clauses that finish "would pass if …" (rule T4): each names what to change, and by how much. */

export const ifResumed = 'an operator resumes the user';

export const ifFunded =
  'the user has money in the wallet, an active subscription, or a plan the project pays for';

/** A request or total limit that is full. */
export function ifLimitRaised(limit: {
  readonly field: LimitField;
  readonly scope: string;
  readonly allowed: bigint;
  readonly retryAtMs: number | null;
}): string {
  const raised = `${limitIn(limit)} is above ${formatCount(limit.allowed)}`;
  return orFrom(raised, limit.retryAtMs);
}

export function ifSlotFree({
  allowed,
  inUse,
  scope,
}: {
  readonly allowed: bigint;
  readonly inUse: bigint;
  readonly scope: string;
}): string {
  const raised = `${limitIn({ field: 'maxConcurrent', scope })} is above ${formatCount(inUse)}`;
  if (allowed === 0n) return raised;
  const ending = inUse - allowed + 1n;
  const end = ending === 1n ? 'one turn in flight ends' : `${ending} turns in flight end`;
  return `${end}, or ${raised}`;
}

export function ifBudgetRaised(budget: {
  readonly provider: string;
  readonly window: string;
  readonly scope: string;
  readonly spentAndHeldMicroUsd: bigint;
  readonly retryAtMs: number | null;
}): string {
  const place = budget.scope === everyBundle ? '' : ` in ${budget.scope}`;
  const raised =
    `the ${budget.provider} budget per ${budget.window}${place} ` +
    `is above ${formatUsdExact(budget.spentAndHeldMicroUsd)}`;
  return orFrom(raised, budget.retryAtMs);
}

/** A token limit that leaves less than the estimate. */
export function ifTokensFit(limit: {
  readonly field: LimitField;
  readonly scope: string;
  readonly remaining: bigint;
  readonly neededLimit: bigint;
  /** What the wallet would have to have; null when it may not pay beyond the limits. */
  readonly walletMicroUsd: bigint | null;
  readonly retryAtMs: number | null;
}): string {
  const clauses = [
    `the estimate is at most ${formatCount(limit.remaining)} tokens`,
    `${limitIn(limit)} is at least ${formatCount(limit.neededLimit)}`,
    ...(limit.walletMicroUsd === null ? [] : [ifWalletHas(limit.walletMicroUsd)]),
  ];
  return orFrom(clauses.join(', or '), limit.retryAtMs);
}

export function ifWalletHas(neededMicroUsd: bigint): string {
  return `the wallet has at least ${formatUsdExact(neededMicroUsd)} available`;
}

/** The primary source is short; the wallet could stand in. */
export function ifPrimaryHas(
  primary: 'period' | 'project',
  neededMicroUsd: bigint,
  walletMicroUsd: bigint,
): string {
  const source = primary === 'period' ? 'the subscription period' : 'the project budget';
  const enough = `${source} has at least ${formatUsdExact(neededMicroUsd)} available`;
  return `${enough}, or ${ifWalletHas(walletMicroUsd)}`;
}

function limitIn({ field, scope }: { readonly field: LimitField; readonly scope: string }): string {
  const limit = `the limit of ${limitWords[field]}`;
  return scope === everyBundle ? limit : `${limit} in ${scope}`;
}

function orFrom(clause: string, retryAtMs: number | null): string {
  if (retryAtMs === null) return clause;
  return `${clause}, or from ${new Date(retryAtMs).toISOString().replace('.000Z', 'Z')} on`;
}

import type { LimitField } from '@purser/domain/quota/limits';
import type { FundingCapacity, MoneySource } from '@purser/domain/turn/fund-admission';
import type { DecisionView } from '@purser/schema/contract/turn-views';

/** What is recorded with a turn. Records outlive versions: anything may be missing. */
export type RecordedDecision = {
  readonly usedReplenishment?: boolean;
  readonly grantIds?: readonly string[];
  readonly money?: readonly { readonly source: MoneySource; readonly amount: number }[];
  readonly limits?: readonly {
    readonly limit: LimitField;
    readonly scope: string;
    readonly allowed: string;
    readonly used: string;
    readonly held: string;
    readonly resetsAtMs: number | null;
  }[];
};

/** The public form of a recorded decision; lots of one wallet are one source. */
export function decisionFromDb(recorded: RecordedDecision): DecisionView {
  const { usedReplenishment = false, grantIds = [], money = [], limits = [] } = recorded;
  const sums = new Map<MoneySource, bigint>();
  for (const { source, amount } of money) {
    sums.set(source, (sums.get(source) ?? 0n) + BigInt(amount));
  }
  return {
    usedReplenishment,
    grantIds,
    money: [...sums].map(([source, amountMicroUsd]) => ({ source, amountMicroUsd })),
    limits: limits.map(({ limit, scope, allowed, used, held, resetsAtMs }) => ({
      limit,
      scope,
      allowed: BigInt(allowed),
      used: BigInt(used),
      held: BigInt(held),
      resetsAt: resetsAtMs === null ? null : new Date(resetsAtMs),
    })),
  };
}

/** Capacities as the denial log writes them: micro-dollars as JSON numbers. */
export type StoredFunding = readonly {
  readonly source: MoneySource;
  readonly availableMicroUsd: number | null;
  readonly neededMicroUsd: number;
}[];

export function fundingFromDb(stored: StoredFunding | null): readonly FundingCapacity[] {
  return (stored ?? []).map(({ source, availableMicroUsd, neededMicroUsd }) => ({
    source,
    availableMicroUsd: availableMicroUsd === null ? null : BigInt(availableMicroUsd),
    neededMicroUsd: BigInt(neededMicroUsd),
  }));
}

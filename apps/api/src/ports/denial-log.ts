import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { FundingCapacity } from '@purser/domain/turn/fund-admission';

export type DenialRecord = {
  readonly id: string;
  readonly userId: bigint;
  readonly turnId: string;
  readonly bundleId: string | null;
  readonly planId: string;
  readonly reasons: readonly string[];
  readonly denials: unknown;
  readonly funding: readonly FundingCapacity[];
  readonly deniedAtMs: number;
};

/** Keeps denials for explanation. Recording is gathered and not waited for: a denial is an answer, not money. */
export interface DenialLog {
  record(scope: CounterScope, denial: DenialRecord): void;
  close(): Promise<void>;
}

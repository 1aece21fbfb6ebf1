import type { LimitField } from '@purser/domain/quota/limits';
import type { FundingCapacity, MoneySource } from '@purser/domain/turn/fund-admission';
import type { TransferView } from './money-views.ts';

export type DenialView = {
  /** The decision's id, as its answer gave it. */
  readonly id: string;
  readonly userId: string;
  readonly turnId: string;
  readonly bundleId: string | null;
  readonly planId: string;
  readonly reasons: readonly string[];
  readonly denials: readonly Readonly<Record<string, unknown>>[];
  /** What each money source looked at could have held; empty where an older version kept none. */
  readonly funding: readonly FundingCapacity[];
  readonly deniedAt: Date;
};

/** A finite limit as an admission saw it, the turn's own hold not counted. */
export type DecisionLimitView = {
  readonly limit: LimitField;
  readonly scope: string;
  readonly allowed: bigint;
  readonly used: bigint;
  readonly held: bigint;
  readonly resetsAt: Date | null;
};

/** What the admission of a turn was decided by and what it held. */
export type DecisionView = {
  readonly usedReplenishment: boolean;
  readonly grantIds: readonly string[];
  readonly money: readonly { readonly source: MoneySource; readonly amountMicroUsd: bigint }[];
  readonly limits: readonly DecisionLimitView[];
};

export type TurnView = {
  /** The admission's own id, as its answer gave it. */
  readonly decisionId: string;
  readonly turnId: string;
  readonly userId: string;
  readonly bundleId: string | null;
  readonly class: string;
  readonly state: 'admitted' | 'settled' | 'released' | 'expired';
  readonly planId: string;
  readonly planSource: string;
  readonly estimateTokens: bigint;
  readonly heldTokens: bigint;
  readonly providers: readonly string[];
  readonly decision: DecisionView;
  readonly admittedAt: Date;
  readonly expiresAt: Date;
  readonly closedAt: Date | null;
  readonly outcome: string | null;
  readonly costMicroUsd: bigint | null;
  readonly tokensCharged: bigint | null;
  readonly usage: readonly Readonly<Record<string, unknown>>[] | null;
  readonly result: Readonly<Record<string, unknown>> | null;
};

export type TurnLineageView = {
  readonly turn: TurnView | null;
  readonly transfers: readonly TransferView[];
  readonly denials: readonly DenialView[];
};

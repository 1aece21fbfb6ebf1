import type { PrimarySource } from '@purser/domain/plan/user-policies';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { TurnState } from '@purser/domain/turn/turn-state';

/** What a settlement reads of a turn that was admitted; nothing of it changes afterwards. */
export type AdmittedFacts = {
  readonly externalUserId: string;
  readonly bundleId: string | null;
  readonly planId: string;
  readonly providers: readonly string[];
  readonly admittedAtMs: number;
};

/** A turn as it is now. */
export type TurnFacts = AdmittedFacts & { readonly turnId: string; readonly state: TurnState };

/** Balances behind a denial or a check: what could be held now, holding nothing. */
export type FundingReading = {
  /** Overdraft included; null = unlimited. */
  readonly primaryAvailableMicroUsd: bigint | null;
  readonly walletBalanceMicroUsd: bigint;
  readonly walletAvailableMicroUsd: bigint;
  readonly readAtMs: number;
};

/** Whose balances: the user's wallet and what pays first. */
export type FundingOf = {
  readonly userId: bigint;
  readonly primary: PrimarySource | null;
  readonly nowMs: number;
};

/** All of a project, unless one of the others is given. */
export type ExpiredSelection = {
  readonly nowMs: number;
  readonly limit: number;
  /** What a user's turn would like to have: the user's own holds, and everybody's on the project. */
  readonly userId?: bigint;
  /** The user's own holds. */
  readonly ownerId?: bigint;
  /** Holds on this period. */
  readonly periodKey?: string;
};

export type ExpiredTurn = {
  readonly id: string;
  /** The periods it held money of. */
  readonly periodKeys: readonly string[];
};

/** Small gathered reads around the turn's hot path. */
export interface TurnLookup {
  find(scope: CounterScope, turnId: string): Promise<TurnFacts | null>;
  /** Balances as they are now. */
  funding(scope: CounterScope, of: FundingOf): Promise<FundingReading>;
  /** From balances that were read within the last second; without waiting when they are at hand. */
  recentFunding(scope: CounterScope, of: FundingOf): FundingReading | Promise<FundingReading>;
  /** A command of this process may have changed balances of the project: what was read before it no longer serves. */
  balancesChanged(scope: CounterScope): void;
  /** Turns whose holds have expired, soonest first. */
  expired(scope: CounterScope, selection: ExpiredSelection): Promise<readonly ExpiredTurn[]>;
}

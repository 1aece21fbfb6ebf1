import type { PrimarySource } from '@purser/domain/plan/user-policies';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { TurnState } from '@purser/domain/turn/turn-state';

/** What a settlement reads of a turn that was admitted. */
export type TurnFacts = {
  readonly turnId: string;
  readonly externalUserId: string;
  readonly bundleId: string | null;
  readonly state: TurnState;
  readonly planId: string;
  readonly heldTokens: bigint;
  readonly pricePicoUsd: bigint;
  readonly providers: readonly string[];
  readonly admittedAtMs: number;
};

/** Balances behind a denial or a check: what could be held now, holding nothing. */
export type FundingReading = {
  /** Overdraft included; null = unlimited. */
  readonly primaryAvailableMicroUsd: bigint | null;
  readonly walletBalanceMicroUsd: bigint;
  readonly walletAvailableMicroUsd: bigint;
  readonly readAtMs: number;
};

/** Small gathered reads around the turn's hot path. */
export interface TurnLookup {
  find(scope: CounterScope, turnId: string): Promise<TurnFacts | null>;
  funding(
    scope: CounterScope,
    of: { readonly userId: bigint; readonly primary: PrimarySource | null; readonly nowMs: number },
  ): Promise<FundingReading>;
  /** Turns whose holds have expired, soonest first; of one user's accounts and the project when a user is given. */
  expired(
    scope: CounterScope,
    selection: { readonly nowMs: number; readonly limit: number; readonly userId?: bigint },
  ): Promise<readonly string[]>;
}

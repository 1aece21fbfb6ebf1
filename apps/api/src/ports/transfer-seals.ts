import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { ChainLink } from './audit-chain.ts';

/** A place in the chain of seals, as it is stored, with the hashes of the transfers it stands for as they are now. */
export type StoredSeal = ChainLink & { readonly leaves: readonly Buffer[] };

export type SealOptions = {
  /** So many transfers at most go into one seal. */
  readonly limit: number;
  /** Whether every account is looked at, and not only those that moved lately. */
  readonly thorough: boolean;
};

export type SealReport = {
  /** How many transfers were sealed. */
  readonly sealed: number;
  /** Whether more wait than one seal takes. */
  readonly isFull: boolean;
};

/** The chain of seals over transfers, one per project (rule A8). */
export interface TransferSeals {
  /**
   * Seals transfers that wait, by one transaction that one process of a project has at a time: none while
   * another process is at it. What is sealed of an account are its
   * debits up to the version it has been committed with, so that none can be added below a sealed one.
   */
  seal(
    scope: CounterScope,
    options: SealOptions,
    link: (last: ChainLink | null, leaves: readonly Buffer[]) => ChainLink,
  ): Promise<SealReport>;
  /** Shows all seals in their order, from one snapshot, and says what they leave open. */
  walk(
    scope: CounterScope,
    visit: (seals: readonly StoredSeal[]) => void,
  ): Promise<{
    /** Transfers that no seal stands for yet. */
    readonly waiting: number;
    /** Transfers that no seal can ever stand for: their version is not above zero. */
    readonly stray: number;
    /** Seals that leave a gap to, or overlap, an earlier seal of the same account. */
    readonly displaced: readonly bigint[];
  }>;
}

import { divideCeil, divideFloor, maxBigint, minOrUnlimited } from '../money/divide.ts';
import { picoPerMicro } from '../money/micro-usd.ts';
import { tokensToMicroUsdCeil } from '../money/tokens.ts';
import type { PrimarySource } from '../plan/user-policies.ts';

export type MoneySource = PrimarySource['kind'] | 'wallet';

/** The safety factor on the primary's hold, in parts per hundred (rule F3). */
export const safetyPercent = 115n;

/** What the ledger is asked to hold for an admission; the counters add how many tokens the plan gives. */
export type FundingTerms = {
  readonly estimateTokens: bigint;
  readonly pricePicoUsd: bigint;
  /** Parts per hundred on the hold at the primary only. */
  readonly safetyPercent: bigint;
  readonly primary: PrimarySource | null;
  /** Whether the wallet may pay for tokens the plan's windows do not give. */
  readonly walletBeyondLimits: boolean;
};

export type FundingBalances = {
  /** What the primary can still hold, overdraft included; null = unlimited. Ignored without a primary. */
  readonly primaryAvailableMicroUsd: bigint | null;
  /** Money in unexpired lots, held money included: whether the wallet is a source at all. */
  readonly walletBalanceMicroUsd: bigint;
  readonly walletAvailableMicroUsd: bigint;
};

type FundingFacts = {
  /** Tokens the primary pays for (m). */
  readonly primaryTokens: bigint;
  /** What the wallet holds for the rest, or would have had to. */
  readonly walletMicroUsd: bigint;
  /** The wallet had money: it decides the reason if the cost is absorbed later (rule F7). */
  readonly hadWallet: boolean;
};

export type FundingHeld = FundingFacts & {
  readonly kind: 'held';
  readonly primaryMicroUsd: bigint;
};

export type FundingRefused = FundingFacts & {
  readonly kind: 'refused';
  readonly walletAvailableMicroUsd: bigint;
  /** Left out where the engine only says for how many tokens it suffices. */
  readonly primaryAvailableMicroUsd?: bigint | null | undefined;
};

export type FundingAnswer = FundingHeld | FundingRefused;

/**
 * Whether the wallet may be asked for what the primary does not cover (rule F6): always on plans that
 * let it pay beyond their limits, else only when the plan's windows give the whole estimate.
 */
export function mayAskWallet(terms: FundingTerms, planTokens: bigint): boolean {
  return terms.walletBeyondLimits || planTokens >= terms.estimateTokens;
}

/**
 * The money side of an admission as a pure model (rule F3): the primary pays for m = what it can hold
 * of the plan's tokens, with the safety factor; the wallet must hold the rest of the estimate, without
 * it; both, or nothing.
 */
export function fundAdmission(
  terms: FundingTerms,
  planTokens: bigint,
  balances: FundingBalances,
): FundingAnswer {
  const primaryTokens = holdablePrimaryTokens(terms, planTokens, balances);
  const { estimateTokens, pricePicoUsd, primary } = terms;
  const walletMicroUsd = tokensToMicroUsdCeil(estimateTokens - primaryTokens, pricePicoUsd);
  const hadWallet = balances.walletBalanceMicroUsd > 0n;
  const facts = { primaryTokens, walletMicroUsd, hadWallet };
  const hasSource = primary !== null || hadWallet;
  const walletSuffices =
    walletMicroUsd === 0n || balances.walletAvailableMicroUsd >= walletMicroUsd;
  if (!hasSource || !mayAskWallet(terms, planTokens) || !walletSuffices) {
    return { kind: 'refused', ...facts, ...availableOf(balances) };
  }
  return { kind: 'held', ...facts, primaryMicroUsd: primaryHold(primaryTokens, terms) };
}

/** What a money source could have held when a turn was denied, and what the turn would have held there. */
export type FundingCapacity = {
  readonly source: MoneySource;
  /** Overdraft included; null = unlimited. */
  readonly availableMicroUsd: bigint | null;
  readonly neededMicroUsd: bigint;
};

/**
 * Every money source an admission looks at, the primary first and then the wallet, whether or not money
 * was why it was denied (rule T4): what each could have held, and what it would have had to hold.
 */
export function fundingCapacities(
  terms: FundingTerms,
  planTokens: bigint,
  balances: FundingBalances,
): readonly FundingCapacity[] {
  const { walletMicroUsd } = fundAdmission(terms, planTokens, balances);
  const wallet: FundingCapacity = {
    source: 'wallet',
    availableMicroUsd: maxBigint(balances.walletAvailableMicroUsd, 0n),
    neededMicroUsd: walletMicroUsd,
  };
  if (terms.primary === null) return [wallet];
  const { primaryAvailableMicroUsd: available } = balances;
  return [
    {
      source: terms.primary.kind,
      availableMicroUsd: available === null ? null : maxBigint(available, 0n),
      neededMicroUsd: primaryHold(planTokens, terms),
    },
    wallet,
  ];
}

/** What holding these tokens at the primary takes: with the safety factor, rounded up to a micro-dollar. */
export function primaryHold(
  tokens: bigint,
  terms: Pick<FundingTerms, 'pricePicoUsd' | 'safetyPercent'>,
): bigint {
  return divideCeil(tokens * terms.pricePicoUsd * terms.safetyPercent, 100n * picoPerMicro);
}

function holdablePrimaryTokens(
  terms: FundingTerms,
  planTokens: bigint,
  { primaryAvailableMicroUsd }: FundingBalances,
): bigint {
  if (terms.primary === null) return 0n;
  const affordable =
    primaryAvailableMicroUsd === null
      ? null
      : divideFloor(
          maxBigint(primaryAvailableMicroUsd, 0n) * picoPerMicro * 100n,
          terms.pricePicoUsd * terms.safetyPercent,
        );
  return minOrUnlimited(planTokens, affordable) ?? planTokens;
}

function availableOf(
  balances: FundingBalances,
): Pick<FundingRefused, 'primaryAvailableMicroUsd' | 'walletAvailableMicroUsd'> {
  const { primaryAvailableMicroUsd, walletAvailableMicroUsd } = balances;
  return { primaryAvailableMicroUsd, walletAvailableMicroUsd };
}

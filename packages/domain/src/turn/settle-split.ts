import { maxBigint, minBigint, minOrUnlimited } from '../money/divide.ts';
import { microUsdToTokensCeil, tokensToMicroUsdFloor } from '../money/tokens.ts';

/** Why the project paid for what nobody else could (rule F7). */
export type AbsorbReason = 'wallet_short' | 'subscription_overage' | 'free_plan';

export type SettlePartKind = 'plan' | 'overage' | 'wallet' | 'absorb' | 'late_settle';

/** One part of a turn's cost, in the order in which sources are asked. */
export type SettlePart = {
  readonly kind: SettlePartKind;
  readonly source: 'period' | 'project' | 'wallet';
  readonly amountMicroUsd: bigint;
  readonly tokens: bigint;
};

/** What a settle reads under its locks; own holds are added back (rules F4 to F6). */
export type SettleFacts = {
  readonly costMicroUsd: bigint;
  /** The reference price at admission. */
  readonly pricePicoUsd: bigint;
  /** The primary source at admission; a turn stays with it. */
  readonly primary: 'period' | 'project' | null;
  /** Only with primary `period`: it was closed in the meantime. */
  readonly periodClosed: boolean;
  /** The turn's own open hold at the primary. */
  readonly primaryHeldMicroUsd: bigint;
  /** What the primary can pay beyond that hold, overdraft included; null = unlimited. */
  readonly primaryFreeMicroUsd: bigint | null;
  readonly walletHeldMicroUsd: bigint;
  readonly walletFreeMicroUsd: bigint;
  readonly walletBeyondLimits: boolean;
  /** The user had a wallet with money at admission, or has one now. */
  readonly hadWallet: boolean;
  /** What the plan's token windows still give this turn (`quotaCapacity`); null = unlimited. */
  readonly quotaTokens: bigint | null;
};

export type SettleSplit = {
  /** Only parts above zero. Their amounts sum to the cost, their tokens to `tokens`. */
  readonly parts: readonly SettlePart[];
  /** Set when the project absorbed a part. */
  readonly absorbReason: AbsorbReason | null;
  /** The turn's tokens: ceil(cost ÷ price). */
  readonly tokens: bigint;
  /** Of them, what the plan's windows are charged; the wallet's part is never among it. */
  readonly quotaTokensCharged: bigint;
};

/**
 * What the plan's windows give a settling turn (rule F5): the smallest limit − used − held by other
 * live turns, never below the turn's own hold: a hold is a promise. No window = unlimited.
 */
export function quotaCapacity(
  ownHoldTokens: bigint,
  windows: readonly {
    readonly limit: bigint;
    readonly used: bigint;
    readonly heldByOthers: bigint;
  }[],
): bigint | null {
  const [first, ...rest] = windows.map(
    ({ limit, used, heldByOthers }) => limit - used - heldByOthers,
  );
  if (first === undefined) return null;
  return maxBigint(rest.reduce(minBigint, first), ownHoldTokens);
}

/**
 * Splits a turn's actual cost over those who pay (rules F4 to F7): plan money within plan quota, then
 * a period's own remaining balance, then the wallet, then the project absorbs. The pure model of the
 * engine's split.
 */
export function settleSplit(facts: SettleFacts): SettleSplit {
  const claims =
    facts.primary === 'period' && facts.periodClosed ? closedPeriod(facts) : openSources(facts);
  const paid: { claim: Claim; amountMicroUsd: bigint }[] = [];
  let unpaid = facts.costMicroUsd;
  for (const claim of claims) {
    const limit = maxBigint(claim.capacityMicroUsd ?? unpaid, 0n);
    const amountMicroUsd = minBigint(unpaid, limit);
    if (amountMicroUsd > 0n) paid.push({ claim, amountMicroUsd });
    unpaid -= amountMicroUsd;
  }
  const parts = withTokens(paid, facts.pricePicoUsd);
  const planTokens = parts
    .filter(({ source }) => source !== 'wallet')
    .reduce((sum, { tokens }) => sum + tokens, 0n);
  return {
    parts,
    absorbReason: parts.some(({ kind }) => kind === 'absorb') ? absorbReason(facts) : null,
    tokens: microUsdToTokensCeil(facts.costMicroUsd, facts.pricePicoUsd),
    quotaTokensCharged: minOrUnlimited(planTokens, facts.quotaTokens) ?? planTokens,
  };
}

/** A source and the most it pays; null = whatever is left. Claims are asked in order. */
type Claim = Pick<SettlePart, 'kind' | 'source'> & { readonly capacityMicroUsd: bigint | null };

function openSources(facts: SettleFacts): readonly Claim[] {
  const { primary, primaryHeldMicroUsd, primaryFreeMicroUsd } = facts;
  const quotaMicroUsd =
    facts.quotaTokens === null
      ? null
      : tokensToMicroUsdFloor(facts.quotaTokens, facts.pricePicoUsd);
  const moneyMicroUsd =
    primaryFreeMicroUsd === null ? null : primaryHeldMicroUsd + maxBigint(primaryFreeMicroUsd, 0n);
  const planMicroUsd = primary === null ? 0n : minOrUnlimited(quotaMicroUsd, moneyMicroUsd);
  const claims: Claim[] = [];
  if (primary !== null) {
    claims.push({ kind: 'plan', source: primary, capacityMicroUsd: planMicroUsd });
  }
  if (primary === 'period') {
    const rest = moneyMicroUsd === null ? null : moneyMicroUsd - (planMicroUsd ?? 0n);
    claims.push({ kind: 'overage', source: 'period', capacityMicroUsd: rest });
  }
  return [
    ...claims,
    {
      kind: 'wallet',
      source: 'wallet',
      capacityMicroUsd: walletCapacity(facts, quotaMicroUsd, planMicroUsd),
    },
    { kind: 'absorb', source: 'project', capacityMicroUsd: null },
  ];
}

/**
 * A wallet that may not pay beyond the plan's limits pays what fits the remaining quota, but never
 * less than its own hold (rule F6).
 */
function walletCapacity(
  facts: SettleFacts,
  quotaMicroUsd: bigint | null,
  planMicroUsd: bigint | null,
): bigint {
  const money = facts.walletHeldMicroUsd + maxBigint(facts.walletFreeMicroUsd, 0n);
  if (facts.walletBeyondLimits || quotaMicroUsd === null) return money;
  const withinQuota = quotaMicroUsd - (planMicroUsd ?? quotaMicroUsd);
  return minBigint(money, maxBigint(withinQuota, facts.walletHeldMicroUsd));
}

/** The period is closed: only holds pay, then the project, which received its remainder (rule F9). */
function closedPeriod(facts: SettleFacts): readonly Claim[] {
  return [
    { kind: 'plan', source: 'period', capacityMicroUsd: facts.primaryHeldMicroUsd },
    { kind: 'wallet', source: 'wallet', capacityMicroUsd: facts.walletHeldMicroUsd },
    { kind: 'late_settle', source: 'project', capacityMicroUsd: null },
  ];
}

/** The tokens of the first k parts are ceil(their sum ÷ price), so that all parts add up (rule F10). */
function withTokens(
  paid: readonly { readonly claim: Claim; readonly amountMicroUsd: bigint }[],
  pricePicoUsd: bigint,
): readonly SettlePart[] {
  let sumMicroUsd = 0n;
  let tokensSoFar = 0n;
  return paid.map(({ claim, amountMicroUsd }) => {
    sumMicroUsd += amountMicroUsd;
    const tokens = microUsdToTokensCeil(sumMicroUsd, pricePicoUsd) - tokensSoFar;
    tokensSoFar += tokens;
    return { kind: claim.kind, source: claim.source, amountMicroUsd, tokens };
  });
}

function absorbReason({ hadWallet, primary }: SettleFacts): AbsorbReason {
  if (hadWallet) return 'wallet_short';
  return primary === 'period' ? 'subscription_overage' : 'free_plan';
}

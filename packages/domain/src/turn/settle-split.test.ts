import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleLegs } from './settle-legs.ts';
import { quotaCapacity, type SettleFacts, type SettlePart, settleSplit } from './settle-split.ts';

const price = 15_000_000n;
/** Money of so many tokens at the reference price. */
const worth = (tokens: bigint) => tokens * 15n;

function facts(more: Partial<SettleFacts>): SettleFacts {
  return {
    costMicroUsd: worth(10_000n),
    pricePicoUsd: price,
    primary: 'project',
    periodClosed: false,
    primaryHeldMicroUsd: 0n,
    primaryFreeMicroUsd: 0n,
    walletHeldMicroUsd: 0n,
    walletFreeMicroUsd: 0n,
    walletBeyondLimits: true,
    hadWallet: false,
    quotaTokens: null,
    ...more,
  };
}

function tokensOf(parts: readonly SettlePart[], kind: SettlePart['kind']): bigint {
  return parts.filter((part) => part.kind === kind).reduce((sum, { tokens }) => sum + tokens, 0n);
}

type Vector = {
  readonly state: string;
  readonly facts: Partial<SettleFacts>;
  readonly primary: bigint;
  readonly wallet: bigint;
  readonly overage: bigint;
  readonly absorbed: bigint;
  readonly quota: bigint;
};

const subscriptionWithFullQuota = {
  primary: 'period',
  quotaTokens: quotaCapacity(6_000n, [{ limit: 6_000n, used: 0n, heldByOthers: 0n }]),
  primaryHeldMicroUsd: 90_000n,
  primaryFreeMicroUsd: 30_000n,
  walletFreeMicroUsd: worth(1_000n),
  hadWallet: true,
} as const;

const projectFunds = 5_000_000n;

const vectors: readonly Vector[] = [
  {
    state: '1: hold 10,000 on the project',
    facts: {
      primaryHeldMicroUsd: worth(10_000n),
      primaryFreeMicroUsd: projectFunds,
      quotaTokens: quotaCapacity(10_000n, [{ limit: 10_000n, used: 0n, heldByOthers: 0n }]),
    },
    primary: 10_000n,
    wallet: 0n,
    overage: 0n,
    absorbed: 0n,
    quota: 10_000n,
  },
  {
    state: '2: hold 4,000; quota 50,000 and project $5 free; no wallet',
    facts: {
      primaryHeldMicroUsd: worth(4_000n),
      primaryFreeMicroUsd: projectFunds,
      quotaTokens: quotaCapacity(4_000n, [{ limit: 54_000n, used: 0n, heldByOthers: 0n }]),
    },
    primary: 10_000n,
    wallet: 0n,
    overage: 0n,
    absorbed: 0n,
    quota: 10_000n,
  },
  {
    state: '3: as 2 with wallet 100,000',
    facts: {
      primaryHeldMicroUsd: worth(4_000n),
      primaryFreeMicroUsd: projectFunds,
      quotaTokens: quotaCapacity(4_000n, [{ limit: 54_000n, used: 0n, heldByOthers: 0n }]),
      walletFreeMicroUsd: worth(100_000n),
      hadWallet: true,
    },
    primary: 10_000n,
    wallet: 0n,
    overage: 0n,
    absorbed: 0n,
    quota: 10_000n,
  },
  {
    state: '4: hold 6,000 and quota otherwise full; wallet hold 4,000',
    facts: {
      primaryHeldMicroUsd: worth(6_000n),
      primaryFreeMicroUsd: projectFunds,
      quotaTokens: quotaCapacity(6_000n, [{ limit: 50_000n, used: 44_000n, heldByOthers: 0n }]),
      walletHeldMicroUsd: worth(4_000n),
      hadWallet: true,
    },
    primary: 6_000n,
    wallet: 4_000n,
    overage: 0n,
    absorbed: 0n,
    quota: 6_000n,
  },
  {
    state: '5: as 4 but wallet hold 1,000 and wallet 1,000 in all',
    facts: {
      primaryHeldMicroUsd: worth(6_000n),
      primaryFreeMicroUsd: projectFunds,
      quotaTokens: quotaCapacity(6_000n, [{ limit: 50_000n, used: 40_000n, heldByOthers: 4_000n }]),
      walletHeldMicroUsd: worth(1_000n),
      hadWallet: true,
    },
    primary: 6_000n,
    wallet: 1_000n,
    overage: 0n,
    absorbed: 3_000n,
    quota: 6_000n,
  },
  {
    state:
      '6: subscription; quota hold 6,000, $0.09 held and $0.03 free, overdraft 0; wallet 1,000',
    facts: subscriptionWithFullQuota,
    primary: 6_000n,
    wallet: 1_000n,
    overage: 2_000n,
    absorbed: 1_000n,
    quota: 6_000n,
  },
  {
    state: '7: subscription; quota and money held for all 10,000',
    facts: {
      primary: 'period',
      quotaTokens: 10_000n,
      primaryHeldMicroUsd: worth(10_000n),
    },
    primary: 10_000n,
    wallet: 0n,
    overage: 0n,
    absorbed: 0n,
    quota: 10_000n,
  },
  {
    state: '8: quota unlimited; project holds $0.06, $0 free, overdraft 0; wallet 2,000',
    facts: {
      primaryHeldMicroUsd: 60_000n,
      walletFreeMicroUsd: worth(2_000n),
      hadWallet: true,
    },
    primary: 4_000n,
    wallet: 2_000n,
    overage: 0n,
    absorbed: 4_000n,
    quota: 8_000n,
  },
  {
    state: '9: as 6 with $0.1035 held (the factor)',
    facts: { ...subscriptionWithFullQuota, primaryHeldMicroUsd: 103_500n },
    primary: 6_000n,
    wallet: 1_000n,
    overage: 2_900n,
    absorbed: 100n,
    quota: 6_000n,
  },
];

describe('the golden vectors: a cost of $0.15, 10,000 tokens (rules F2 to F7)', () => {
  it.each(vectors)('$state', (vector) => {
    const { parts, tokens, quotaTokensCharged } = settleSplit(facts(vector.facts));
    expect({
      primary: tokensOf(parts, 'plan'),
      wallet: tokensOf(parts, 'wallet'),
      overage: tokensOf(parts, 'overage'),
      absorbed: tokensOf(parts, 'absorb'),
      quota: quotaTokensCharged,
      tokens,
    }).toEqual({
      primary: vector.primary,
      wallet: vector.wallet,
      overage: vector.overage,
      absorbed: vector.absorbed,
      quota: vector.quota,
      tokens: 10_000n,
    });
  });
});

describe('absorption (rule F7)', () => {
  const short = { quotaTokens: 0n };

  it.each([
    ['wallet_short', { hadWallet: true, primary: 'period' }],
    ['subscription_overage', { primary: 'period' }],
    ['free_plan', { primary: 'project' }],
    ['free_plan', { primary: null }],
  ] as const)('has reason %s for %o', (reason, more) => {
    expect(settleSplit(facts({ ...short, ...more })).absorbReason).toBe(reason);
  });

  it('has no reason when somebody pays everything', () => {
    expect(settleSplit(facts({ primaryFreeMicroUsd: null })).absorbReason).toBeNull();
  });

  it('takes the cost of nothing from nobody', () => {
    expect(settleSplit(facts({ costMicroUsd: 0n }))).toEqual({
      parts: [],
      absorbReason: null,
      tokens: 0n,
      quotaTokensCharged: 0n,
    });
  });
});

describe('an own hold (rules F4 and F5)', () => {
  it('pays in full at a project that facts took below its floor in the meantime', () => {
    const held = { primaryHeldMicroUsd: worth(10_000n), primaryFreeMicroUsd: -1_000_000n };
    const { parts } = settleSplit(facts(held));
    expect(parts.map(({ kind, tokens }) => [kind, tokens])).toEqual([['plan', 10_000n]]);
  });
});

describe('quota capacity (rule F5)', () => {
  it('is the smallest room of all windows, other live turns taken off', () => {
    const windows = [
      { limit: 100n, used: 20n, heldByOthers: 30n },
      { limit: 1_000n, used: 900n, heldByOthers: 60n },
    ];
    expect(quotaCapacity(10n, windows)).toBe(40n);
  });

  it('never falls below the own hold, and not below 0', () => {
    const full = [{ limit: 100n, used: 500n, heldByOthers: 0n }];
    expect(quotaCapacity(10n, full)).toBe(10n);
    expect(quotaCapacity(0n, full)).toBe(0n);
  });

  it('is unlimited without windows', () => {
    expect(quotaCapacity(10n, [])).toBeNull();
  });
});

describe('a wallet that may not pay beyond the limits (rule F6)', () => {
  const within = {
    walletBeyondLimits: false,
    hadWallet: true,
    walletFreeMicroUsd: worth(100_000n),
  };

  it('pays what fits the remaining quota, and the project absorbs the rest', () => {
    const split = settleSplit(facts({ ...within, primary: null, quotaTokens: 3_000n }));
    expect(tokensOf(split.parts, 'wallet')).toBe(3_000n);
    expect(tokensOf(split.parts, 'absorb')).toBe(7_000n);
    expect(split.absorbReason).toBe('wallet_short');
  });

  it('always pays what it holds', () => {
    const split = settleSplit(
      facts({
        ...within,
        primary: null,
        quotaTokens: 1_000n,
        walletHeldMicroUsd: worth(4_000n),
      }),
    );
    expect(tokensOf(split.parts, 'wallet')).toBe(4_000n);
  });

  it('pays what the primary cannot, within the quota', () => {
    const split = settleSplit(
      facts({ ...within, primaryHeldMicroUsd: worth(2_000n), quotaTokens: 10_000n }),
    );
    expect(tokensOf(split.parts, 'plan')).toBe(2_000n);
    expect(tokensOf(split.parts, 'wallet')).toBe(8_000n);
  });
});

describe('a period closed in the meantime (rule F9)', () => {
  const closed = { primary: 'period', periodClosed: true, quotaTokens: 0n } as const;

  it('pays from the money still held, then the own wallet hold, then the project without absorbing', () => {
    const split = settleSplit(
      facts({
        ...closed,
        primaryHeldMicroUsd: worth(5_000n),
        walletHeldMicroUsd: worth(2_000n),
        walletFreeMicroUsd: worth(100_000n),
        hadWallet: true,
      }),
    );
    expect(split.parts.map(({ kind, source, tokens }) => [kind, source, tokens])).toEqual([
      ['plan', 'period', 5_000n],
      ['wallet', 'wallet', 2_000n],
      ['late_settle', 'project', 3_000n],
    ]);
    expect(split.absorbReason).toBeNull();
  });
});

describe('every split', () => {
  const money = fc.bigInt({ min: 0n, max: 3_000_000n });
  const unlimitedOr = (amounts: fc.Arbitrary<bigint>) => fc.option(amounts, { nil: null });
  const anyFacts: fc.Arbitrary<SettleFacts> = fc.record({
    costMicroUsd: money,
    pricePicoUsd: fc.oneof(fc.constant(price), fc.bigInt({ min: 1n, max: 10n ** 9n })),
    primary: fc.constantFrom('period' as const, 'project' as const, null),
    periodClosed: fc.boolean(),
    primaryHeldMicroUsd: money,
    primaryFreeMicroUsd: unlimitedOr(fc.bigInt({ min: -1_000_000n, max: 3_000_000n })),
    walletHeldMicroUsd: money,
    walletFreeMicroUsd: money,
    walletBeyondLimits: fc.boolean(),
    hadWallet: fc.boolean(),
    quotaTokens: unlimitedOr(fc.bigInt({ min: 0n, max: 200_000n })),
  });
  const sum = (parts: readonly SettlePart[], source?: SettlePart['source']) =>
    parts
      .filter((part) => source === undefined || part.source === source)
      .reduce((total, { amountMicroUsd }) => total + amountMicroUsd, 0n);

  it('adds up to the cost, and its tokens to the turn’s tokens', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { parts, tokens } = settleSplit(given);
        expect(sum(parts)).toBe(given.costMicroUsd);
        expect(parts.reduce((total, part) => total + part.tokens, 0n)).toBe(tokens);
        expect(parts.every(({ amountMicroUsd }) => amountMicroUsd > 0n)).toBe(true);
        expect(parts.every((part) => part.tokens >= 0n)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never overdraws the wallet, and a period only as far as its overdraft', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { parts } = settleSplit(given);
        const wallet = given.walletHeldMicroUsd + given.walletFreeMicroUsd;
        expect(sum(parts, 'wallet')).toBeLessThanOrEqual(wallet);
        if (given.primaryFreeMicroUsd === null) return;
        const free = given.primaryFreeMicroUsd > 0n ? given.primaryFreeMicroUsd : 0n;
        expect(sum(parts, 'period')).toBeLessThanOrEqual(given.primaryHeldMicroUsd + free);
      }),
      { numRuns: 1_000 },
    );
  });

  it('charges the plan no more than its quota, and nothing of what the wallet pays', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { parts, tokens, quotaTokensCharged } = settleSplit(given);
        const cap = given.quotaTokens;
        if (cap !== null) expect(quotaTokensCharged).toBeLessThanOrEqual(cap);
        expect(quotaTokensCharged + tokensOf(parts, 'wallet')).toBeLessThanOrEqual(tokens);
        const closed = given.primary === 'period' && given.periodClosed;
        if (!closed) expect(quotaTokensCharged).toBeGreaterThanOrEqual(tokensOf(parts, 'plan'));
      }),
      { numRuns: 1_000 },
    );
  });

  it('absorbs only when nobody else can pay', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { parts, absorbReason } = settleSplit(given);
        if (absorbReason === null) return;
        if (given.walletBeyondLimits) {
          const wallet = given.walletHeldMicroUsd + given.walletFreeMicroUsd;
          expect(sum(parts, 'wallet')).toBe(wallet);
        }
        if (given.primary === 'period') expect(given.primaryFreeMicroUsd).not.toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it('is laid over provider shares exactly, in at most parts + providers − 1 transfers', () => {
    const shares = fc.array(fc.bigInt({ min: 0n, max: 10n }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyFacts, shares, (given, weights) => {
        const { parts } = settleSplit(given);
        const all = weights.reduce((total, weight) => total + weight, 0n);
        const providers = weights.map((weight, index) => ({
          provider: `p${index}`,
          amountMicroUsd: all === 0n ? 0n : (given.costMicroUsd * weight) / all,
        }));
        const rest =
          given.costMicroUsd - providers.reduce((t, { amountMicroUsd }) => t + amountMicroUsd, 0n);
        const shared = [...providers, { provider: 'rest', amountMicroUsd: rest }];
        const legs = settleLegs(parts, shared);
        expect(legs.every(({ amountMicroUsd }) => amountMicroUsd > 0n)).toBe(true);
        for (const { provider, amountMicroUsd } of shared) {
          const booked = legs.filter((leg) => leg.provider === provider);
          expect(booked.reduce((t, leg) => t + leg.amountMicroUsd, 0n)).toBe(amountMicroUsd);
        }
        for (const part of parts) {
          const paid = legs.filter((leg) => leg.kind === part.kind);
          expect(paid.reduce((t, leg) => t + leg.amountMicroUsd, 0n)).toBe(part.amountMicroUsd);
        }
        expect(legs.length).toBeLessThanOrEqual(Math.max(parts.length + shared.length - 1, 0));
      }),
    );
  });
});

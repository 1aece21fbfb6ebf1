import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FundingAnswer,
  type FundingBalances,
  type FundingTerms,
  fundAdmission,
} from './fund-admission.ts';

const project = { kind: 'project' } as const;

function fund(
  terms: Partial<FundingTerms>,
  planTokens: bigint,
  balances: Partial<FundingBalances>,
): FundingAnswer {
  return fundAdmission(
    {
      estimateTokens: 10_000n,
      pricePicoUsd: 15_000_000n,
      safetyPercent: 115n,
      primary: project,
      walletBeyondLimits: true,
      ...terms,
    },
    planTokens,
    {
      primaryAvailableMicroUsd: 0n,
      walletBalanceMicroUsd: balances.walletAvailableMicroUsd ?? 0n,
      walletAvailableMicroUsd: 0n,
      ...balances,
    },
  );
}

describe('who holds the money of an admission (rule F3)', () => {
  it('is the primary, with the safety factor', () => {
    expect(fund({}, 10_000n, { primaryAvailableMicroUsd: 172_500n })).toEqual({
      kind: 'held',
      primaryTokens: 10_000n,
      primaryMicroUsd: 172_500n,
      walletMicroUsd: 0n,
      hadWallet: false,
    });
  });

  it('is the wallet for what the primary cannot hold, without the factor', () => {
    expect(
      fund({}, 10_000n, { primaryAvailableMicroUsd: 172_499n, walletAvailableMicroUsd: 15n }),
    ).toMatchObject({ kind: 'held', primaryTokens: 9_999n, walletMicroUsd: 15n });
  });

  it('is the wallet for what the plan does not give', () => {
    expect(
      fund({}, 4_000n, { primaryAvailableMicroUsd: null, walletAvailableMicroUsd: 90_000n }),
    ).toMatchObject({ kind: 'held', primaryTokens: 4_000n, walletMicroUsd: 90_000n });
  });

  it('is nobody when the wallet is a micro-dollar short', () => {
    expect(
      fund({}, 4_000n, { primaryAvailableMicroUsd: null, walletAvailableMicroUsd: 89_999n }),
    ).toMatchObject({ kind: 'refused', primaryTokens: 4_000n, walletMicroUsd: 90_000n });
  });

  it('is the wallet alone on a plan that nobody else funds', () => {
    expect(
      fund({ primary: null }, 10_000n, {
        primaryAvailableMicroUsd: null,
        walletAvailableMicroUsd: 150_000n,
      }),
    ).toMatchObject({ kind: 'held', primaryTokens: 0n, primaryMicroUsd: 0n });
  });

  it('is nobody beyond the limits on a plan that does not let the wallet pay there', () => {
    const rich = { primaryAvailableMicroUsd: 0n, walletAvailableMicroUsd: 10n ** 12n };
    expect(fund({ walletBeyondLimits: false }, 9_999n, rich).kind).toBe('refused');
    expect(fund({ walletBeyondLimits: false }, 10_000n, rich)).toMatchObject({
      kind: 'held',
      walletMicroUsd: 150_000n,
    });
  });

  it('is nobody when there is no source, even for nothing', () => {
    expect(fund({ primary: null, estimateTokens: 0n }, 0n, {}).kind).toBe('refused');
  });

  it('never holds more than there is, and always the whole estimate or nothing', () => {
    const money = fc.bigInt({ min: -1_000n, max: 2_000_000n });
    fc.assert(
      fc.property(
        fc.record({
          estimateTokens: fc.bigInt({ min: 0n, max: 100_000n }),
          pricePicoUsd: fc.bigInt({ min: 1n, max: 10n ** 8n }),
          primary: fc.constantFrom(project, null),
          walletBeyondLimits: fc.boolean(),
        }),
        fc.bigInt({ min: 0n, max: 100n }),
        fc.option(money, { nil: null }),
        money,
        (terms, percent, primaryAvailableMicroUsd, wallet) => {
          const planTokens = (terms.estimateTokens * percent) / 100n;
          const walletAvailableMicroUsd = wallet > 0n ? wallet : 0n;
          const answer = fund(terms, planTokens, {
            primaryAvailableMicroUsd,
            walletAvailableMicroUsd,
          });
          expect(answer.primaryTokens).toBeLessThanOrEqual(planTokens);
          expect(answer.primaryTokens).toBeGreaterThanOrEqual(0n);
          if (answer.kind === 'refused') return;
          expect(answer.walletMicroUsd).toBeLessThanOrEqual(walletAvailableMicroUsd);
          const available = primaryAvailableMicroUsd ?? 10n ** 18n;
          expect(answer.primaryMicroUsd).toBeLessThanOrEqual(available > 0n ? available : 0n);
          const walletPico = answer.walletMicroUsd * 1_000_000n;
          const rest = terms.estimateTokens - answer.primaryTokens;
          expect(walletPico).toBeGreaterThanOrEqual(rest * terms.pricePicoUsd);
        },
      ),
      { numRuns: 500 },
    );
  });
});

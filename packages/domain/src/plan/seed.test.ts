import { describe, expect, it } from 'vitest';
import { seedPrices } from '../money/price-seed.ts';
import { limitFields } from '../quota/limits.ts';
import { seedPackages, seedPlans, seedProviderPolicies, seedSettings } from './seed.ts';

describe('what a new project starts with (rules P11 and P12)', () => {
  it('has the four plans with their limits', () => {
    const table = Object.fromEntries(
      seedPlans.map(({ plan, limits }) => [plan.planId, limitFields.map((field) => limits[field])]),
    );
    expect(table).toEqual({
      anonymous: [1n, 2n, 60n, null, 150_000n, 1_500_000n, 20_000_000n],
      free: [2n, 100n, 30_000n, null, 133_333n, 333_333n, 666_666n],
      payasyougo: [2n, 200n, 6_000n, null, null, null, null],
      admin: [10n, null, null, null, null, null, null],
    });
    const funded = seedPlans.filter(({ plan }) => plan.projectFunded);
    expect(funded.map(({ plan }) => plan.planId)).toEqual(['anonymous', 'free', 'admin']);
  });

  it('has the provider caps', () => {
    expect(
      seedProviderPolicies.map((caps) => [
        caps.provider,
        caps.perHourMicroUsd,
        caps.perDayMicroUsd,
        caps.perMonthMicroUsd,
      ]),
    ).toEqual([
      ['anthropic', 10_000_000n, 200_000_000n, 5_000_000_000n],
      ['openai', 5_000_000n, 100_000_000n, 2_000_000_000n],
      ['brave', 1_000_000n, 20_000_000n, 500_000_000n],
      ['duckduckgo', null, null, null],
    ]);
  });

  it('sells the three packages', () => {
    expect(seedPackages.map((sold) => [sold.packageId, sold.priceMicroUsd, sold.adds])).toEqual([
      ['basic', 10_000_000n, { requestsPerDay: 50n, tokensPerDay: 5_000_000n }],
      ['pro', 30_000_000n, { requestsPerDay: 200n, tokensPerDay: 20_000_000n }],
      ['enterprise', 100_000_000n, { requestsPerDay: 1_000n, tokensPerDay: 100_000_000n }],
    ]);
  });

  it('prices the reference model at the reference price', () => {
    const reference = seedPrices.find(({ model }) => model === seedSettings.referenceModel);
    expect(reference?.provider).toBe(seedSettings.referenceProvider);
    expect(reference?.outputPicoUsd).toBe(seedSettings.referencePricePicoUsd);
  });

  it('prices every provider that has a cap', () => {
    const priced = new Set(seedPrices.map(({ provider }) => provider));
    expect(seedProviderPolicies.every(({ provider }) => priced.has(provider))).toBe(true);
  });
});

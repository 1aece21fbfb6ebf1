import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PriceEntry, pricesInForce } from './price-list.ts';
import { seedPrices } from './price-seed.ts';
import { type UsageCost, type UsageLine, usageCost } from './usage-cost.ts';

const referencePricePicoUsd = 15_000_000n;

function line(provider: string, model: string, counts: Partial<UsageLine> = {}): UsageLine {
  const none = { inputTokens: 0n, outputTokens: 0n, cacheReadTokens: 0n, cacheWriteTokens: 0n };
  return { provider, model, ...none, ...counts };
}

function price(
  provider: string,
  model: string,
  prices: Partial<PriceEntry> & { effectiveFromMs?: number } = {},
): PriceEntry {
  return {
    provider,
    model,
    effectiveFromMs: 0,
    inputPicoUsd: null,
    outputPicoUsd: null,
    cacheReadPicoUsd: null,
    cacheWritePicoUsd: null,
    unitPicoUsd: {},
    ...prices,
  };
}

function cost(usage: readonly UsageLine[], entries: readonly PriceEntry[], atMs = 1): UsageCost {
  const outcome = usageCost({ usage, prices: pricesInForce(entries, atMs), referencePricePicoUsd });
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return outcome.value;
}

describe('the cost of usage (rules M5 and M8)', () => {
  it('sums lines in pico-dollars and rounds up once, for the turn', () => {
    const table = [price('a', 'm', { inputPicoUsd: 400_000n })];
    const usage = [line('a', 'm', { inputTokens: 1n }), line('a', 'm', { inputTokens: 1n })];
    expect(cost(usage, table).costMicroUsd).toBe(1n);
  });

  it('prices every component and unit by its own price', () => {
    const usage = [
      line('anthropic', 'claude-sonnet-4-5', {
        inputTokens: 1_000n,
        outputTokens: 1_000n,
        cacheReadTokens: 1_000n,
        cacheWriteTokens: 1_000n,
      }),
      line('brave', 'web-search', { units: 2n }),
    ];
    // $0.003 + $0.015 + $0.0003 + $0.00375, and two searches at $0.005.
    expect(cost(usage, seedPrices)).toEqual({
      costMicroUsd: 32_050n,
      providers: [
        { provider: 'anthropic', amountMicroUsd: 22_050n },
        { provider: 'brave', amountMicroUsd: 10_000n },
      ],
      flags: [],
    });
  });

  it('floors provider shares and gives the remainder to the largest', () => {
    const table = [
      price('a', 'm', { inputPicoUsd: 600_000n }),
      price('b', 'm', { inputPicoUsd: 1_700_000n }),
    ];
    const usage = [line('a', 'm', { inputTokens: 1n }), line('b', 'm', { inputTokens: 1n })];
    expect(cost(usage, table)).toMatchObject({
      costMicroUsd: 3n,
      providers: [
        { provider: 'a', amountMicroUsd: 0n },
        { provider: 'b', amountMicroUsd: 3n },
      ],
    });
  });

  it('uses the prices in force at the instant, not later or older ones', () => {
    const table = [
      price('a', 'm', { inputPicoUsd: 1_000_000n, effectiveFromMs: 0 }),
      price('a', 'm', { inputPicoUsd: 2_000_000n, effectiveFromMs: 100 }),
      price('a', 'm', { inputPicoUsd: 9_000_000n, effectiveFromMs: 200 }),
    ];
    const usage = [line('a', 'm', { inputTokens: 1n })];
    expect(cost(usage, table, 99).costMicroUsd).toBe(1n);
    expect(cost(usage, table, 100).costMicroUsd).toBe(2n);
    expect(cost(usage, table, 200).costMicroUsd).toBe(9n);
  });

  it('takes the ceiling of the provider for an unknown model, flagged', () => {
    const table = [
      price('a', 'cheap', { inputPicoUsd: 1_000_000n, outputPicoUsd: 50_000_000n }),
      price('a', 'dear', { inputPicoUsd: 7_000_000n }),
      price('b', 'dearest', { inputPicoUsd: 90_000_000n }),
    ];
    expect(cost([line('a', 'new', { inputTokens: 1n })], table)).toMatchObject({
      costMicroUsd: 7n,
      flags: [{ flag: 'unpriced_model', provider: 'a', model: 'new', component: 'input' }],
    });
  });

  it('takes the ceiling for a single part that has no price', () => {
    const table = [price('a', 'm', { inputPicoUsd: 1_000_000n, outputPicoUsd: 5_000_000n })];
    const usage = [line('a', 'm', { inputTokens: 1n, cacheWriteTokens: 1n })];
    expect(cost(usage, table)).toMatchObject({
      costMicroUsd: 6n,
      flags: [{ flag: 'unpriced_model', component: 'cacheWrite' }],
    });
  });

  it('takes the highest price of the table for an unknown provider, flagged', () => {
    const table = [
      price('a', 'm', { inputPicoUsd: 7_000_000n }),
      price('b', 'm', { inputPicoUsd: 90_000_000n, unitPicoUsd: { request: 5_000_000_000n } }),
    ];
    expect(cost([line('new', 'x', { inputTokens: 1n })], table)).toMatchObject({
      costMicroUsd: 90n,
      flags: [{ flag: 'unpriced_provider', provider: 'new' }],
    });
    expect(cost([line('new', 'x', { units: 1n })], table).costMicroUsd).toBe(5_000n);
  });

  it('is never free because the table is empty, and free where the table says so', () => {
    expect(cost([line('new', 'x', { inputTokens: 1n })], []).costMicroUsd).toBe(15n);
    const searches = [line('duckduckgo', 'web-search', { units: 1_000n })];
    expect(cost(searches, seedPrices)).toMatchObject({ costMicroUsd: 0n, flags: [] });
  });

  it('does not take an inherited property for a price', () => {
    const table = [price('a', 'm', { unitPicoUsd: { request: 3_000_000n } })];
    const usage = [line('a', 'm', { units: 1n, kind: 'toString' })];
    expect(cost(usage, table)).toMatchObject({
      costMicroUsd: 3n,
      flags: [{ component: 'toString' }],
    });
  });

  it('refuses a cost beyond the money bounds', () => {
    const table = [price('a', 'm', { inputPicoUsd: 10n ** 12n })];
    const usage = [line('a', 'm', { inputTokens: 10n ** 12n })];
    const prices = pricesInForce(table, 1);
    expect(usageCost({ usage, prices, referencePricePicoUsd })).toEqual({
      ok: false,
      rejection: { code: 'cost_out_of_range' },
    });
  });

  it('gives shares that sum to the cost and do not depend on how lines are cut', () => {
    const lines = fc.array(
      fc.record({
        provider: fc.constantFrom('anthropic', 'openai', 'brave', 'nobody'),
        model: fc.constantFrom('gpt-4o', 'claude-opus-4-5', 'web-search', 'unheard-of'),
        inputTokens: fc.bigInt({ min: 0n, max: 10n ** 7n }),
        outputTokens: fc.bigInt({ min: 0n, max: 10n ** 7n }),
        cacheReadTokens: fc.bigInt({ min: 0n, max: 10n ** 7n }),
        cacheWriteTokens: fc.bigInt({ min: 0n, max: 10n ** 7n }),
        units: fc.bigInt({ min: 0n, max: 100n }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(lines, (usage) => {
        const whole = cost(usage, seedPrices);
        const shares = whole.providers.reduce((sum, share) => sum + share.amountMicroUsd, 0n);
        expect(shares).toBe(whole.costMicroUsd);
        const cut = usage.flatMap((used) => [
          { ...used, outputTokens: 0n, units: 0n },
          { ...used, inputTokens: 0n, cacheReadTokens: 0n, cacheWriteTokens: 0n },
        ]);
        expect(cost(cut, seedPrices).costMicroUsd).toBe(whole.costMicroUsd);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  microUsdToTokensCeil,
  microUsdToTokensFloor,
  tokensToMicroUsdCeil,
  tokensToMicroUsdFloor,
} from './tokens.ts';

const reference = 15_000_000n;
const prices = fc.bigInt({ min: 1n, max: 10n ** 12n });
const counts = fc.bigInt({ min: 0n, max: 10n ** 15n });

describe('reference tokens and money (rules M6 and M7)', () => {
  it('states the default price: 10,000 tokens are $0.15', () => {
    expect(tokensToMicroUsdCeil(10_000n, reference)).toBe(150_000n);
    expect(microUsdToTokensFloor(150_000n, reference)).toBe(10_000n);
  });

  it('rounds a hold and a charge up, a grant and a display down', () => {
    expect(microUsdToTokensCeil(16n, reference)).toBe(2n);
    expect(microUsdToTokensFloor(29n, reference)).toBe(1n);
    expect(tokensToMicroUsdCeil(1n, 1_500_000n)).toBe(2n);
    expect(tokensToMicroUsdFloor(1n, 1_500_000n)).toBe(1n);
  });

  it('holds enough money for the tokens it states, and never a micro-dollar too much', () => {
    fc.assert(
      fc.property(counts, prices, (tokens, price) => {
        const held = tokensToMicroUsdCeil(tokens, price);
        const shown = tokensToMicroUsdFloor(tokens, price);
        expect(held * 1_000_000n).toBeGreaterThanOrEqual(tokens * price);
        expect(held - shown).toBeLessThanOrEqual(1n);
        expect(shown * 1_000_000n).toBeLessThanOrEqual(tokens * price);
      }),
    );
  });

  it('never grants more tokens than the money is worth, never charges fewer', () => {
    fc.assert(
      fc.property(counts, prices, (amount, price) => {
        const granted = microUsdToTokensFloor(amount, price);
        const charged = microUsdToTokensCeil(amount, price);
        expect(granted * price).toBeLessThanOrEqual(amount * 1_000_000n);
        expect(charged * price).toBeGreaterThanOrEqual(amount * 1_000_000n);
        expect(charged - granted).toBeLessThanOrEqual(1n);
      }),
    );
  });

  it('refuses a price that is not above zero', () => {
    expect(() => microUsdToTokensFloor(1n, 0n)).toThrow(RangeError);
  });
});

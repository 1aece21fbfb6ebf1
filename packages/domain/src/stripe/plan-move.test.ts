import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planMove } from './plan-move.ts';

const basic = { planId: 'basic', monthlyPriceMicroUsd: 10_000_000n };
const pro = { planId: 'pro', monthlyPriceMicroUsd: 30_000_000n };

describe('a price that changed at Stripe (rule X32)', () => {
  it('moves up now and down with the next period, as long as one is open', () => {
    expect(planMove(basic, pro, true)).toBe('now');
    expect(planMove(basic, pro, false)).toBe('now');
    expect(planMove(pro, basic, true)).toBe('at_period_end');
    expect(planMove(pro, basic, false)).toBe('now');
    expect(planMove(basic, { ...pro, monthlyPriceMicroUsd: 10_000_000n }, true)).toBe('now');
  });

  it('moves nothing between two prices of one plan', () => {
    const price = fc.bigInt({ min: 0n, max: 1_000_000_000n });
    fc.assert(
      fc.property(price, price, fc.boolean(), (before, after, isOpen) => {
        const of = (monthlyPriceMicroUsd: bigint) => ({ planId: 'basic', monthlyPriceMicroUsd });
        expect(planMove(of(before), of(after), isOpen)).toBe('none');
      }),
    );
  });

  it('never lets a plan wait in both directions', () => {
    const price = fc.bigInt({ min: 0n, max: 1_000_000_000n });
    fc.assert(
      fc.property(price, price, (first, second) => {
        const [a, b] = [
          { planId: 'a', monthlyPriceMicroUsd: first },
          { planId: 'b', monthlyPriceMicroUsd: second },
        ];
        const moves = [planMove(a, b, true), planMove(b, a, true)];
        expect(moves).toContain('now');
      }),
    );
  });
});

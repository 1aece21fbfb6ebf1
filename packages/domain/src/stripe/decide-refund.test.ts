import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRefund, type RefundFunds, refundable } from './decide-refund.ts';
import { joinRefund, type KnownRefund } from './join-refund.ts';
import { takeBack, withoutParts } from './take-back.ts';

const funds: RefundFunds = {
  paymentId: 'pi_1',
  userId: 'ada',
  payment: { isOfUser: true, purpose: 'wallet_topup', amountMicroUsd: 30_000_000n },
  refundedMicroUsd: 10_000_000n,
  lotAvailableMicroUsd: 25_000_000n,
};

const micro = (max: number) => fc.integer({ min: 0, max }).map(BigInt);

describe('a refund (rule X10)', () => {
  it('is all that Stripe has left and the lot still has, in whole cents, unless less is asked', () => {
    expect(decideRefund(funds, null)).toEqual({ ok: true, value: 20_000_000n });
    expect(decideRefund(funds, 10_000n)).toEqual({ ok: true, value: 10_000n });
    const spent = { ...funds, lotAvailableMicroUsd: 5_019_999n };
    expect(decideRefund(spent, null)).toEqual({ ok: true, value: 5_010_000n });
  });

  it.each([
    ['an unknown payment', { ...funds, payment: null }, null, 'not_found', 'paymentIntentId'],
    [
      'a payment of another user',
      { ...funds, payment: { isOfUser: false, purpose: 'wallet_topup', amountMicroUsd: 1n } },
      null,
      'invalid_value',
      'userId',
    ],
    [
      'a package',
      { ...funds, payment: { isOfUser: true, purpose: 'quota_package', amountMicroUsd: 1n } },
      null,
      'invalid_value',
      'paymentIntentId',
    ],
    ['less than a cent', funds, 9_999n, 'invalid_value', 'amountMicroUsd'],
    ['a fraction of a cent', funds, 10_001n, 'invalid_value', 'amountMicroUsd'],
    ['more than is left', funds, 20_010_000n, 'insufficient_funds', 'amountMicroUsd'],
    [
      'nothing that is left',
      { ...funds, lotAvailableMicroUsd: 9_999n },
      null,
      'insufficient_funds',
      'amountMicroUsd',
    ],
  ] as const)('of %s is refused, and the field is named', (_what, of, asked, code, field) => {
    expect(decideRefund(of, asked)).toMatchObject({ ok: false, rejection: { code, field } });
  });

  it('is never more than the smaller of both, whatever was paid, refunded, spent and asked', () => {
    fc.assert(
      fc.property(
        micro(1e9),
        micro(1e9),
        micro(1e9),
        fc.option(micro(1e9)),
        (amountMicroUsd, refundedMicroUsd, lotAvailableMicroUsd, asked) => {
          const payment = { isOfUser: true, purpose: 'wallet_topup' as const, amountMicroUsd };
          const of = { ...funds, payment, refundedMicroUsd, lotAvailableMicroUsd };
          const decided = decideRefund(of, asked);
          if (!decided.ok) return;
          expect(decided.value).toBeGreaterThanOrEqual(10_000n);
          expect(decided.value % 10_000n).toBe(0n);
          expect(decided.value).toBeLessThanOrEqual(amountMicroUsd - refundedMicroUsd);
          expect(decided.value).toBeLessThanOrEqual(lotAvailableMicroUsd);
          expect(decided.value).toBe(asked ?? refundable(of));
        },
      ),
    );
  });
});

describe('what Stripe says of a refund (rules X5 and X13)', () => {
  const word = fc.constantFrom('pending', 'requires_action', 'succeeded', 'failed', 'canceled');

  it('ends the same whatever arrives first and however often, and is booked once each way', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (said) => {
        const isOver = said.includes('failed') || said.includes('canceled');
        let known: KnownRefund | null = null;
        const effects: string[] = [];
        for (const status of said) {
          const joined = joinRefund(known, status);
          if (joined.effect !== 'none') effects.push(joined.effect);
          known = joined;
        }
        const money = known?.booked === 'taken';
        expect(money).toBe(said.includes('succeeded') && !isOver);
        expect(effects.length).toBeLessThanOrEqual(2);
        expect(['', 'take', 'take,give_back']).toContain(effects.join());
      }),
    );
  });
});

describe('what a fact of Stripe takes (rule X12)', () => {
  const lot = fc.record({
    lotId: fc.constantFrom('a', 'b', 'c', 'd'),
    availableMicroUsd: micro(1_000),
  });
  const wallet = fc.uniqueArray(lot, { selector: ({ lotId }) => lotId });

  it('is the amount to the micro-dollar, from the own lot first, and no lot gives what it has not', () => {
    fc.assert(
      fc.property(micro(5_000), wallet, (amount, lots) => {
        const { parts, missingMicroUsd } = takeBack(amount, lots, 'c');
        const sum = parts.reduce((total, part) => total + part.amountMicroUsd, 0n);
        expect(sum + missingMicroUsd).toBe(amount);
        const left = withoutParts(lots, parts);
        expect(left.every(({ availableMicroUsd }) => availableMicroUsd >= 0n)).toBe(true);
        const own = left.find(({ lotId }) => lotId === 'c')?.availableMicroUsd ?? 0n;
        if (own > 0n) expect(parts.every(({ lotId }) => lotId === 'c')).toBe(true);
        if (missingMicroUsd > 0n) {
          expect(left.every(({ availableMicroUsd }) => availableMicroUsd === 0n)).toBe(true);
        }
      }),
    );
  });
});

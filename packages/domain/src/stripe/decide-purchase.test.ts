import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedPackages } from '../plan/seed.ts';
import { decidePayment } from './decide-payment.ts';
import { decidePurchase } from './decide-purchase.ts';

describe('a purchase (rule X15)', () => {
  it.each([
    ['an unknown package', { packageId: 'gold', amountMicroUsd: 1_000_000n }, 'packageId'],
    ['no package', { amountMicroUsd: 1_000_000n }, 'packageId'],
    ['another price', { packageId: 'pro', amountMicroUsd: 29_000_000n }, 'amountMicroUsd'],
    [
      'a fraction of a cent',
      { purpose: 'wallet_topup', amountMicroUsd: 500_001n },
      'amountMicroUsd',
    ],
    [
      'less than Stripe takes',
      { purpose: 'wallet_topup', amountMicroUsd: 490_000n },
      'amountMicroUsd',
    ],
    [
      'credits and a package',
      { purpose: 'wallet_topup', packageId: 'pro', amountMicroUsd: 30_000_000n },
      'packageId',
    ],
    [
      'a package and amounts of its own',
      { packageId: 'pro', adds: { requestsPerDay: 5n }, amountMicroUsd: 30_000_000n },
      'packageId',
    ],
    [
      'credits and limits',
      { purpose: 'wallet_topup', adds: { requestsPerDay: 5n }, amountMicroUsd: 30_000_000n },
      'adds',
    ],
    ['no limit at all', { adds: { requestsPerDay: 0n }, amountMicroUsd: 30_000_000n }, 'adds'],
    ['something unlimited', { adds: { requestsPerDay: null }, amountMicroUsd: 900_000n }, 'adds'],
    ['days alone', { expiresInDays: 7, amountMicroUsd: 30_000_000n }, 'adds'],
    [
      'no days',
      { adds: { requestsPerDay: 5n }, expiresInDays: 0, amountMicroUsd: 900_000n },
      'expiresInDays',
    ],
  ] as const)('of %s is refused, and the field is named', (_what, order, field) => {
    expect(decidePurchase(order, seedPackages)).toMatchObject({ ok: false, rejection: { field } });
  });

  it('that is accepted is credited once it is paid, for exactly what was ordered', () => {
    const cents = fc.integer({ min: 50, max: 900_000_000 }).map((n) => BigInt(n) * 10_000n);
    const order = fc.oneof(
      fc.record({ purpose: fc.constant('wallet_topup' as const), amountMicroUsd: cents }),
      fc.constantFrom(...seedPackages).map(({ packageId, priceMicroUsd }) => ({
        packageId,
        amountMicroUsd: priceMicroUsd,
      })),
    );
    fc.assert(
      fc.property(order, (wanted) => {
        const decided = decidePurchase(wanted, seedPackages);
        if (!decided.ok) throw new Error(decided.rejection.message);
        const { amountMicroUsd, metadata } = decided.value;
        const paid = {
          paymentId: 'pi_1',
          amountCents: amountMicroUsd / 10_000n,
          currency: 'usd',
          metadata: { ...metadata, user_id: 'ada' },
          isForInvoice: false,
        };
        const terms = { packages: seedPackages, isTrusted: false, acceptAmount: false };
        expect(decidePayment(paid, terms)).toMatchObject({
          kind: 'packageId' in wanted ? 'package' : 'wallet',
          userId: 'ada',
          amountMicroUsd: wanted.amountMicroUsd,
        });
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { refundableMicroUsd } from './refundable.ts';

const payment = { paymentId: 'pi_1', amountUsd: '20', refundedUsd: '0', lotId: 'lot' };
const lot = { lotId: 'lot', availableUsd: '20', isExpired: false };

describe('what can be refunded', () => {
  it('is what is free in the payment’s lot, in whole cents, and not more than is left of the payment', () => {
    expect(refundableMicroUsd(payment, [lot])).toBe(20_000_000n);
    expect(refundableMicroUsd(payment, [{ ...lot, availableUsd: '7.129999' }])).toBe(7_120_000n);
    expect(refundableMicroUsd({ ...payment, refundedUsd: '15' }, [lot])).toBe(5_000_000n);
  });

  it('is nothing of a payment without credits, of expired ones, and below a cent', () => {
    expect(refundableMicroUsd({ ...payment, lotId: null }, [lot])).toBe(0n);
    expect(refundableMicroUsd(payment, [{ ...lot, isExpired: true }])).toBe(0n);
    expect(refundableMicroUsd(payment, [{ ...lot, availableUsd: '0.009' }])).toBe(0n);
    expect(refundableMicroUsd(payment, [{ ...lot, availableUsd: '-1' }])).toBe(0n);
  });
});

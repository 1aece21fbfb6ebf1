import { expect, it } from 'vitest';
import { nextEnding } from './ending-lots.ts';

const lot = (availableUsd: string, expiresAt: string | null, isExpired = false) => ({
  availableUsd,
  expiresAt,
  isExpired,
});

it('names the soonest end of money in a wallet, and how much ends at that instant', () => {
  const soon = '2026-11-25T00:00:00Z';
  expect(
    nextEnding([
      lot('3.00', '2027-01-01T00:00:00Z'),
      lot('1.25', soon),
      lot('0.000001', '2026-11-25T00:00:00.000Z'),
      lot('9.00', null),
    ]),
  ).toEqual({ at: soon, amountMicroUsd: 1_250_001n });
});

it('names none where lots are empty, gone, or never end', () => {
  expect(
    nextEnding([
      lot('0.00', '2026-11-25T00:00:00Z'),
      lot('5.00', '2026-11-01T00:00:00Z', true),
      lot('9.00', null),
    ]),
  ).toBeNull();
});

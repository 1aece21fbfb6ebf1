import { microUsdMax } from '@purser/domain/money/micro-usd';
import { limitMax } from '@purser/domain/quota/limits';
import { z } from 'zod';

/** Money that moves: above zero (rule M3). */
export const positiveUsd = z
  .bigint()
  .refine((amountMicroUsd) => amountMicroUsd > 0n, 'Must be above zero.')
  .refine((amountMicroUsd) => amountMicroUsd <= microUsdMax, 'Is at most 9,000,000,000 dollars.');

/** Money that bounds or prices something: zero or more (rule M3). */
export const nonNegativeUsd = z
  .bigint()
  .refine((amountMicroUsd) => amountMicroUsd >= 0n, 'Must not be negative.')
  .refine((amountMicroUsd) => amountMicroUsd <= microUsdMax, 'Is at most 9,000,000,000 dollars.');

/** A limit: 0 = nothing allowed, null = unlimited (rule P1). */
export const limitCount = z
  .bigint()
  .refine((count) => count >= 0n, 'Must not be negative; null means unlimited.')
  .refine((count) => count <= limitMax, `Is at most ${limitMax}; null means unlimited.`);

/** Days from now until something ends: up to a hundred years. */
export const dayCount = z
  .int()
  .min(1, 'Is at least 1 day.')
  .max(36_500, 'Is at most 36,500 days; null means never.');

/** A blank amount never means infinity: unlimited is said in words. */
export const amountOrUnlimited = z
  .custom<{ overdraftUsd?: bigint | null; unlimited: boolean }>()
  .refine(({ overdraftUsd, unlimited }) => (overdraftUsd == null) === unlimited, {
    path: ['overdraftUsd'],
    message: 'Send an amount, or `unlimited: true` without one.',
  });

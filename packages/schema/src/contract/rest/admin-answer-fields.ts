import { z } from 'zod';

/** What answers of the control plane share. Amounts are JSON numbers here, as the guides show them. */
export const usdNumber = z.number().meta({ description: 'US dollars' });
export const tokens = z.int();
export const count = z.int().min(0);
export const instant = z.string().meta({ format: 'date-time' });
export const ok = z.literal('ok');
export const nextCursor = z.string().nullable();

/** A limit; null = unlimited. */
export const limit = z.int().min(0).nullable();

export const limits = {
  max_concurrent: limit,
  requests_per_day: limit,
  requests_per_month: limit,
  total_requests: limit,
  tokens_per_hour: limit,
  tokens_per_day: limit,
  tokens_per_month: limit,
};

/** The token limits stated in dollars at the reference price; null = unlimited. */
export const usdLimits = {
  usd_per_hour: usdNumber.nullable(),
  usd_per_day: usdNumber.nullable(),
  usd_per_month: usdNumber.nullable(),
};

export const limitsWithUsd = { ...limits, ...usdLimits };

/** The seven limits as a grant adds them; null = it does not change this one. */
export const additionalLimits = {
  additional_max_concurrent: limit,
  additional_requests_per_day: limit,
  additional_requests_per_month: limit,
  additional_total_requests: limit,
  additional_tokens_per_hour: limit,
  additional_tokens_per_day: limit,
  additional_tokens_per_month: limit,
};

/** The answer of a command that only says what it did. */
export const messageAnswer = { status: ok, message: z.string() };

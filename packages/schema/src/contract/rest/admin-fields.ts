import { bundleIdOf } from '@purser/domain/plan/plan';
import { type LimitField, limitFields, limitMax, limitNames } from '@purser/domain/quota/limits';
import { z } from 'zod';
import type { PartialLimits } from '../inputs.ts';
import { externalId, isStorableText, shortName, usdAmount } from './fields.ts';

/** Fields that the bodies of the control plane share; messages complete a sentence, as in `fields.ts`. */
const noteCharactersMax = 2_000;

/** A hundred years: longer is never, which is written null. */
const daysMax = 36_500;

/** A limit: a whole number, or null for unlimited (rule P1). Absent stays as it is. */
export const limitValue = z
  .int({ message: 'must be a whole number or null' })
  .min(0, { message: 'must not be negative' })
  .max(Number(limitMax), { message: `must be at most ${limitMax}` })
  .transform(BigInt)
  .nullable();

/** Dollars above zero. */
export const usdPositive = usdAmount.refine((amount) => amount > 0n, {
  message: 'must be above zero',
});

/** A bundle; `*` and `__project__` are the whole project. */
export const bundleScope = externalId.transform(bundleIdOf);

/** A whole number of days from now. */
export const dayCount = z
  .int({ message: 'must be a whole number of days' })
  .min(1, { message: 'must be at least 1' })
  .max(daysMax, { message: `must be at most ${daysMax}` });

/** What an operator writes for other people to read. */
export const noteText = z
  .string()
  .max(noteCharactersMax, { message: `must have at most ${noteCharactersMax} characters` })
  .refine(isStorableText, { message: 'must be well-formed text without U+0000' });

/** A note of something that is made once: null is no note. */
export const noteOnce = noteText
  .nullable()
  .optional()
  .transform((text) => text ?? undefined);

/** A plan's id: short, without surrounding blanks that nobody sees. */
export const planName = shortName.refine((text) => text.trim() === text, {
  message: 'must not begin or end with a blank',
});

/** The seven limits as the guides name them, each optional. */
export const limitShape = {
  max_concurrent: limitValue.optional(),
  requests_per_day: limitValue.optional(),
  requests_per_month: limitValue.optional(),
  total_requests: limitValue.optional(),
  tokens_per_hour: limitValue.optional(),
  tokens_per_day: limitValue.optional(),
  tokens_per_month: limitValue.optional(),
};

/** Token limits stated in dollars: they win over the same limit in tokens (rule P2). */
export const usdLimitShape = {
  usd_per_hour: usdAmount.nullable().optional(),
  usd_per_day: usdAmount.nullable().optional(),
  usd_per_month: usdAmount.nullable().optional(),
};

type LimitFieldsOf<Prefix extends string> = {
  readonly [Name in (typeof limitNames)[LimitField] as `${Prefix}${Name}`]?:
    | bigint
    | null
    | undefined;
};

/** The limits that a body sends, under our own names; `prefix` is what the guide puts before each. */
export function sentLimits<const Prefix extends string>(
  body: LimitFieldsOf<Prefix>,
  prefix: Prefix,
): PartialLimits {
  const values: Readonly<Record<string, bigint | null | undefined>> = body;
  return Object.fromEntries(
    limitFields.flatMap((field) => {
      const value = values[`${prefix}${limitNames[field]}`];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** Yes or no in a query string. */
export const queryFlag = z
  .enum(['true', 'false'], { message: 'must be true or false' })
  .transform((text) => text === 'true')
  .optional();

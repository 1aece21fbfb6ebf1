import { parseUsd, parseUsdFact, type UsdRejection } from '@purser/domain/money/parse-usd';
import { z } from 'zod';

/**
 * The fields that REST bodies share. Each message completes a sentence that begins with the field's
 * name: "user_id must have 1 to 255 characters".
 */
const nameCharactersMax = 255;

/** Amounts of tokens above this are a mistake: at the reference price it is 15 million dollars. */
export const tokensMax = 1_000_000_000_000;

/** Whether a text has 1 to `max` characters, counted as people count them: an emoji is one. */
function hasCharacters(text: string, max: number): boolean {
  if (text.length === 0) return false;
  if (text.length <= max) return true;
  return text.length <= 2 * max && [...text].length <= max;
}

/** A text that a column can hold: no U+0000, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** An identifier the caller made: a user, a turn, a bundle; compared byte by byte (rule W3). */
export const externalId = z
  .string()
  .refine((text) => hasCharacters(text, nameCharactersMax), {
    message: `must have 1 to ${nameCharactersMax} characters`,
  })
  .refine(isStorableText, { message: 'must be well-formed text without U+0000' })
  .meta({ minLength: 1, maxLength: nameCharactersMax });

/** A bundle, or `*` (also `__project__`) for the whole project, which reads as undefined. */
export const bundleOrProject = externalId
  .transform((id) => (id === '*' || id === '__project__' ? undefined : id))
  .optional();

/** A short name out of a list, such as a provider's or a model's. */
export const shortName = z
  .string()
  .min(1, { message: 'must not be empty' })
  .max(128, { message: 'must have at most 128 characters' })
  .refine(isStorableText, { message: 'must be well-formed text without U+0000' });

/** A count of tokens, requests or units: a whole number, never negative. */
export const tokenCount = z
  .int({ message: 'must be a whole number' })
  .min(0, { message: 'must not be negative' })
  .max(tokensMax, { message: `must be at most ${tokensMax}` })
  .transform(BigInt);

const usdMessages: Readonly<Record<UsdRejection['code'], string>> = {
  usd_malformed: 'must be an amount in dollars, such as 12.34 or "12.34"',
  usd_too_precise: 'must have at most 6 digits after the point',
  usd_out_of_range: 'must be at most 9000000000',
  usd_negative: 'must not be negative',
};

type ReadUsd = (given: string | number) => ReturnType<typeof parseUsd>;

function usd(read: ReadUsd) {
  return z
    .union([z.number(), z.string()], { message: usdMessages.usd_malformed })
    .transform((given, check) => {
      const parsed = read(given);
      if (parsed.ok) return parsed.value;
      check.issues.push({
        code: 'custom',
        message: usdMessages[parsed.rejection.code],
        input: given,
      });
      return z.NEVER;
    });
}

/** Dollars as a JSON number or a decimal string → micro-dollars; exact, at most 6 digits (rules M3, M4). */
export const usdAmount = usd((given) => parseUsd(given));

/** A reported fact in dollars: any number of digits, rounded up to a micro-dollar (rule M4). */
export const usdFact = usd(parseUsdFact);

/** How many rows a page has, from a query string. */
export function pageLimit({ fallback = 50, max = 200 } = {}) {
  return z
    .string()
    .regex(/^\d{1,6}$/, { message: 'must be a whole number' })
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= max, { message: `must be from 1 to ${max}` })
    .optional()
    .transform((limit) => limit ?? fallback);
}

/** Where the next page begins, as an earlier answer gave it. */
export const pageCursor = z
  .string()
  .min(1, { message: 'must not be empty' })
  .max(1024, { message: 'is not a cursor of an earlier answer' })
  .refine(isStorableText, { message: 'is not a cursor of an earlier answer' })
  .optional();

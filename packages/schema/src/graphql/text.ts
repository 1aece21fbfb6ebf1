import { z } from 'zod';

/**
 * Text from outside: PostgreSQL stores no U+0000 and UTF-8 no lone surrogate, so neither passes.
 * Length counts code points.
 */
export function text({ min = 0, max }: { readonly min?: number; readonly max: number }) {
  return z
    .string()
    .refine((value) => !value.includes('\u0000'), 'May not contain the character U+0000.')
    .refine((value) => value.isWellFormed(), 'Must be well-formed Unicode.')
    .refine(
      (value) => lengthOf(value) >= min,
      min === 1 ? 'May not be empty.' : `Has at least ${min} characters.`,
    )
    .refine((value) => lengthOf(value) <= max, `Has at most ${max} characters.`);
}

function lengthOf(value: string): number {
  return [...value].length;
}

/** The project's own id of a user, bundle, plan or provider: 1–255 characters of any kind. */
export const idText = text({ min: 1, max: 255 });
export const nameText = text({ min: 1, max: 200 });
export const notesText = text({ max: 2000 });
export const reasonText = text({ min: 1, max: 1000 });
export const keyText = text({ min: 1, max: 255 });
export const searchText = text({ max: 255 });
export const cursorText = text({ max: 4000 });
/** Global ids carry a base64 of up to 255 characters of up to 4 bytes. */
export const globalIdText = text({ min: 1, max: 2000 });

import { z } from 'zod';

const charactersMax = 8192;

/** A JSON object of a caller's own facts, small enough to be kept with a row. */
export const metadataObject = z
  .record(z.string(), z.unknown(), 'Must be a JSON object.')
  .superRefine((value, check) => {
    const problem = problemOf(value);
    if (problem !== null) check.addIssue({ code: 'custom', message: problem });
  });

function problemOf(value: unknown): string | null {
  let storable = true;
  const look = (key: string, part: unknown) => {
    storable &&= isStorable(key) && (typeof part !== 'string' || isStorable(part));
    return part;
  };
  try {
    const { length } = JSON.stringify(value, look);
    if (length > charactersMax) return `Has at most ${charactersMax} characters as JSON.`;
  } catch {
    return 'Is nested too deeply.';
  }
  return storable ? null : 'Holds a character that cannot be stored: U+0000 or half of a pair.';
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

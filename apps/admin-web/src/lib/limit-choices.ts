import { enteredValue, type FieldValue, problemOf, readCount } from './field-values.ts';
import type { LimitKey } from './limit-words.ts';

/** What somebody chose for one limit. A blank field never means unlimited: that is chosen in words. */
export type LimitChoice = {
  readonly choice: 'keep' | 'unlimited' | 'limit';
  readonly text: string;
};

export type LimitChoices = Readonly<Partial<Record<LimitKey, LimitChoice>>>;

export const keep: LimitChoice = { choice: 'keep', text: '' };

/** The choice that states a stored limit. */
export function choiceOf(stored: string | null): LimitChoice {
  return stored === null ? { choice: 'unlimited', text: '' } : { choice: 'limit', text: stored };
}

/**
 * The choices as the API's `LimitsInput`: kept limits are left out, unlimited is null. Null while a
 * limit that was chosen has no number, or when nothing is changed at all.
 */
export function limitsInput(
  choices: LimitChoices,
): Partial<Record<LimitKey, string | null>> | null {
  const input: Partial<Record<LimitKey, string | null>> = {};
  for (const [field, choice] of Object.entries(choices) as [LimitKey, LimitChoice][]) {
    if (choice.choice === 'keep') continue;
    if (choice.choice === 'unlimited') {
      input[field] = null;
      continue;
    }
    const count = enteredValue(readCount(choice.text));
    if (count === null) return null;
    input[field] = count.toString();
  }
  return Object.keys(input).length === 0 ? null : input;
}

/** What is wrong with the number of a chosen limit. */
export function choiceProblem(choice: LimitChoice): string | null {
  if (choice.choice !== 'limit') return null;
  const read: FieldValue<bigint> = readCount(choice.text);
  return problemOf(read);
}

const names = ['redis', 'e2e'] as const;

/** A part that `PURSER_TEST_SKIP` may leave out. */
export type Skip = (typeof names)[number];

/** What this run leaves out; a word it does not know is refused, so that no typo runs less than was meant. */
export function readSkips(value = process.env.PURSER_TEST_SKIP ?? ''): ReadonlySet<Skip> {
  const words = value.split(',').map((word) => word.trim());
  return new Set(words.filter(Boolean).map(readSkip));
}

function readSkip(word: string): Skip {
  const skip = names.find((name) => name === word);
  if (skip === undefined) {
    throw new Error(`PURSER_TEST_SKIP knows ${names.join(' and ')}, not "${word}".`);
  }
  return skip;
}

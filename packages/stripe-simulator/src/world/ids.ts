import { createHash } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Bytes from here on would make the first letters likelier than the last. */
const unbiasedBelow = 256 - (256 % alphabet.length);

/** Where ids, secrets and the order of shuffles come from: a seed and a counter, so that the same run repeats. */
export type IdSource = {
  readonly next: (prefix: string, length?: number) => string;
  /** A whole number from 0 up to, and without, `bound`. */
  readonly below: (bound: number) => number;
  readonly used: () => number;
};

export function createIds(seed: string, alreadyUsed = 0): IdSource {
  let used = alreadyUsed;
  const bytes = () => {
    used += 1;
    return createHash('sha512').update(`${seed}:${used}`).digest();
  };
  return {
    next: (prefix, length = 24) => {
      let text = '';
      while (text.length < length) text += letters(bytes());
      return prefix + text.slice(0, length);
    },
    below: (bound) => bytes().readUInt32BE(0) % bound,
    used: () => used,
  };
}

function letters(bytes: Buffer): string {
  return [...bytes]
    .filter((byte) => byte < unbiasedBelow)
    .map((byte) => alphabet[byte % alphabet.length])
    .join('');
}

export type RetryTerms = {
  readonly firstMs: number;
  /** Each delay is so many times the one before. */
  readonly factor: number;
  readonly mostMs: number;
};

/** Numbers of a text's hash below this; the fraction of it spreads delays. */
const spread = 1_000;

/**
 * How long to wait after a failed attempt (1 = the first): exponential, and somewhere between half and
 * all of that, so that what failed together does not come back together. Where in between follows
 * from the id and the attempt, so that no randomness is needed (rules E5, E8).
 */
export function retryDelayMs(terms: RetryTerms, attempt: number, id: string): number {
  const whole = Math.min(terms.firstMs * terms.factor ** (attempt - 1), terms.mostMs);
  const fraction = hash(`${id}:${attempt}`) / spread;
  return Math.round(whole * (0.5 + fraction / 2));
}

/** FNV-1a, folded. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return value % spread;
}

import { type DiffLine, diffLines } from '@purser/domain/audit/diff-lines';
import { formatUsdExact } from '@purser/domain/money/format-usd';

/** What changes with every version and says nothing. */
const bookkeeping: ReadonlySet<string> = new Set([
  'version',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
]);

/** What a version changed, in words: amounts as dollars, prices as dollars for a million. */
export function versionLines(before: unknown, after: unknown): readonly DiffLine[] {
  return diffLines(before, after)
    .filter(({ path }) => !bookkeeping.has(path))
    .map((line) => ({
      path: wordsOf(line.path),
      before: textOf(line.path, line.before),
      after: textOf(line.path, line.after),
    }));
}

/** `monthlyPriceMicroUsd` → `monthly price`. */
function wordsOf(path: string): string {
  return path
    .replace(/(MicroUsd|PicoUsd)$/, '')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
}

/** Micro-dollars, and pico-dollars of one, which are the same number as micro-dollars of a million. */
function textOf(path: string, text: string): string {
  const isAmount = /(MicroUsd|PicoUsd)$/.test(path) && /^-?\d+$/.test(text);
  if (!isAmount) return text;
  const dollars = formatUsdExact(BigInt(text));
  return path.endsWith('PicoUsd') ? `${dollars} a million` : dollars;
}

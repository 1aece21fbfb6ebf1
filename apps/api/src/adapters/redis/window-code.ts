/** What a stored window begins with, in place of the first part of its key. */
const codes: readonly (readonly [start: string, code: string])[] = [
  ['rolling:', 'r'],
  ['calendar:hour:', 'h'],
  ['calendar:day:', 'd'],
  ['calendar:month:', 'm'],
  ['anchored:', 'a'],
  ['lifetime', 'l'],
];

/**
 * A window's key as the scripts store it: short, since they read it with every decision. Those that
 * roll begin with 'r', the lifetime is 'l'. Different windows have different codes.
 */
export function windowCode(windowKey: string): string {
  const known = knownCodes.get(windowKey);
  if (known !== undefined) return known;
  const code = codeOf(windowKey);
  // There are as many as policies name windows and zones: a few.
  if (knownCodes.size < codesMax) knownCodes.set(windowKey, code);
  return code;
}

const codesMax = 1_000;
const knownCodes = new Map<string, string>();

function codeOf(windowKey: string): string {
  for (const [start, code] of codes) {
    if (windowKey.startsWith(start)) return code + windowKey.slice(start.length);
  }
  return `x${windowKey}`;
}

const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** What a duration may look like, for messages. */
export const durationExample = 'such as 31d, 12h, 90m, 30s or 1w2d';

/** A duration as people write it, `31d` or `1d12h`, in milliseconds above zero; null when it is none. */
export function parseDuration(text: string): number | null {
  const plain = text.trim();
  if (!/^(\d{1,9}[smhdw])+$/.test(plain)) return null;
  const parts = [...plain.matchAll(/(\d+)([smhdw])/g)];
  const totalMs = parts.reduce(
    (sum, [, count = '0', unit = 's']) => sum + Number(count) * (unitMs[unit] ?? 0),
    0,
  );
  return totalMs > 0 && Number.isSafeInteger(totalMs) ? totalMs : null;
}

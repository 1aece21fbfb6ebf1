import { formatCount } from '@purser/domain/money/format-usd';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** Bytes in the largest unit that gives at least one, to a tenth, rounded down: 107374182400 → 100 GiB. */
export function formatBytes(bytes: bigint): string {
  let unit = 0;
  let size = 1n;
  while (unit < units.length - 1 && bytes >= size * 1024n) {
    size *= 1024n;
    unit += 1;
  }
  const tenths = (bytes * 10n) / size;
  const rest = tenths % 10n;
  const digits = rest === 0n ? formatCount(tenths / 10n) : `${formatCount(tenths / 10n)}.${rest}`;
  return `${digits} ${units[unit]}`;
}

/** An amount of a quota in its unit, as people read it. */
export function formatQuota(unit: string, amount: bigint): string {
  return unit === 'bytes' ? formatBytes(amount) : formatCount(amount);
}

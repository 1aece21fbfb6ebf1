import { expect, test } from 'vitest';
import { formatBytes, formatQuota } from './quota-amounts.ts';

test('bytes read in the largest unit that gives at least one, never rounded up', () => {
  expect([0n, 1023n, 1024n, 1536n, 107_374_182_400n].map(formatBytes)).toEqual([
    '0 B',
    '1,023 B',
    '1 KiB',
    '1.5 KiB',
    '100 GiB',
  ]);
  expect(formatBytes(1024n ** 3n - 1n)).toBe('1,023.9 MiB');
  expect(formatBytes(2n ** 62n)).toBe('4 EiB');
  expect(formatQuota('pieces', 1_000_000n)).toBe('1,000,000');
});

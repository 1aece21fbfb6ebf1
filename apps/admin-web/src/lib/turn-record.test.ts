import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAbsorbed, readChecks, readFlags, readPaidBy, readUsage } from './turn-record.ts';

describe('a recorded turn', () => {
  it('reads checks and payments whether counts are numbers or decimal strings', () => {
    expect(
      readChecks({
        limits: [{ limit: 'requests_per_day', scope: '*', allowed: '110', used: 37, held: '2' }],
      }),
    ).toEqual([{ limit: 'requests_per_day', scope: '*', allowed: 110n, used: 37n, held: 2n }]);
    expect(
      readPaidBy({
        paidBy: [
          { source: 'project', amountMicroUsd: '150000' },
          { source: 'wallet', amountMicroUsd: 0 },
        ],
      }),
    ).toEqual([{ name: 'project', amountMicroUsd: 150_000n }]);
  });

  it('reads any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const all = [
          readChecks(json),
          readPaidBy(json),
          readAbsorbed(json),
          readFlags(json),
          readUsage(json),
        ];
        expect(all.every(Array.isArray)).toBe(true);
      }),
    );
  });
});

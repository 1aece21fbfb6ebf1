import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAbsorbed, readFlags, readPaidBy, readUsage } from './turn-record.ts';

describe('a recorded turn', () => {
  it('reads payments whether amounts are numbers or decimal strings', () => {
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
        const all = [readPaidBy(json), readAbsorbed(json), readFlags(json), readUsage(json)];
        expect(all.every(Array.isArray)).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { versionLines } from './version-lines.ts';

describe('A version', () => {
  it('says what it changed in words, and leaves bookkeeping out', () => {
    const before = { monthlyPriceMicroUsd: '0', active: true, version: 1, updatedAt: 'a' };
    const after = { monthlyPriceMicroUsd: '20000000', active: true, version: 2, updatedAt: 'b' };
    expect(versionLines(before, after)).toEqual([
      { path: 'monthly price', before: '$0.00', after: '$20.00' },
    ]);
  });

  it('states prices for a million', () => {
    expect(versionLines({ outputPicoUsd: '15000000' }, { outputPicoUsd: null })).toEqual([
      { path: 'output', before: '$15.00 a million', after: 'nothing' },
    ]);
  });
});

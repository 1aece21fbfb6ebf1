import { describe, expect, it } from 'vitest';
import { diffLines } from './diff-lines.ts';

describe('before and after', () => {
  it('names only the leaves that differ, by their path', () => {
    const before = { limits: { requestsPerDay: '10', tokensPerDay: '100' }, active: true };
    const after = { limits: { requestsPerDay: '110', tokensPerDay: '100' }, active: true };
    expect(diffLines(before, after)).toEqual([
      { path: 'limits.requestsPerDay', before: '10', after: '110' },
    ]);
  });

  it('shows what was made from nothing, and tells null from absent', () => {
    expect(diffLines(null, { expiresAt: null })).toEqual([
      { path: 'expiresAt', before: '–', after: 'nothing' },
    ]);
  });

  it('finds nothing in two records that are the same', () => {
    expect(diffLines({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
  });
});

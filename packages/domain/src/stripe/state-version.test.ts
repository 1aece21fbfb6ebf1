import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newerState } from './state-version.ts';

const held = { versionMs: 2_000, revision: 3 };

describe('whether a state that Stripe said is newer than the row (rule X5)', () => {
  it('is where there is no row', () => {
    expect(newerState(null, { versionMs: 0, readAtRevision: null })).toBe('newer');
  });

  it.each<['newer' | 'older' | 'ask', number]>([
    ['older', 1_999],
    ['ask', 2_000],
    ['newer', 2_001],
  ])('by the instant of an event: %s at %i', (answer, versionMs) => {
    expect(newerState(held, { versionMs, readAtRevision: null })).toBe(answer);
  });

  it('is what was read while nothing was written, whatever instant made us read', () => {
    fc.assert(
      fc.property(fc.nat(), (versionMs) => {
        expect(newerState(held, { versionMs, readAtRevision: 3 })).toBe('newer');
      }),
    );
  });

  it('cannot be told of what was read before something was written: an old one is dropped, another asked again', () => {
    expect(newerState(held, { versionMs: 1_000, readAtRevision: 2 })).toBe('older');
    expect(newerState(held, { versionMs: 2_000, readAtRevision: 2 })).toBe('ask');
    expect(newerState(held, { versionMs: 3_000, readAtRevision: 2 })).toBe('ask');
    // What a call of ours was answered has no instant: the events tell.
    expect(newerState(held, { versionMs: 0, readAtRevision: 2 })).toBe('older');
  });

  it('keeps the newest of any events at different instants, in whatever order they come', () => {
    const instants = fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1 });
    fc.assert(
      fc.property(instants, (said) => {
        let row = { versionMs: 0, revision: 0 };
        for (const versionMs of said) {
          if (newerState(row, { versionMs, readAtRevision: null }) !== 'newer') continue;
          row = { versionMs, revision: row.revision + 1 };
        }
        expect(row.versionMs).toBe(Math.max(...said));
      }),
    );
  });
});

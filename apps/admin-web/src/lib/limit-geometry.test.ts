import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftOf, limitGeometry } from './limit-geometry.ts';

describe('limit bar geometry', () => {
  it('draws used and held side by side up to the end mark', () => {
    expect(limitGeometry({ allowed: 100n, used: 37n, held: 2n })).toEqual({
      usedWidth: 37,
      heldWidth: 2,
      overWidth: 0,
      endMark: 100,
      tone: 'calm',
    });
  });

  it('moves the end mark inwards only when something lies beyond it', () => {
    const drawn = limitGeometry({ allowed: 100n, used: 140n, held: 0n });
    expect(drawn.endMark).toBeLessThan(100);
    expect(drawn.overWidth).toBeGreaterThan(0);
    expect(drawn.tone).toBe('over');
  });

  it('calls attention from 80 per cent, counting what is held', () => {
    expect(limitGeometry({ allowed: 100n, used: 70n, held: 10n }).tone).toBe('near');
    expect(limitGeometry({ allowed: 100n, used: 70n, held: 9n }).tone).toBe('calm');
  });

  it('treats a limit of zero as full and null as no limit at all', () => {
    expect(limitGeometry({ allowed: 0n, used: 0n, held: 0n }).tone).toBe('over');
    expect(limitGeometry({ allowed: null, used: 5n, held: 0n }).tone).toBe('unlimited');
    expect(leftOf({ allowed: null, used: 5n, held: 0n })).toBeNull();
  });

  it('never draws outside its track, and what is left is never negative', () => {
    const count = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(count, count, count, (allowed, used, held) => {
        const drawn = limitGeometry({ allowed, used, held });
        expect(drawn.usedWidth + drawn.heldWidth + drawn.overWidth).toBeLessThanOrEqual(100.0001);
        expect(leftOf({ allowed, used, held })).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});

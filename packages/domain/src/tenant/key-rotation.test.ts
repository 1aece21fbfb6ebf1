import { describe, expect, it } from 'vitest';
import { endOfRotated } from './key-rotation.ts';

const now = new Date('2026-05-01T00:00:00Z');

describe('a rotated key', () => {
  it('works until the overlap is over, and at once no more without one', () => {
    expect(endOfRotated(null, { now, overlapSeconds: 60 })).toEqual(
      new Date('2026-05-01T00:01:00Z'),
    );
    expect(endOfRotated(null, { now, overlapSeconds: 0 })).toEqual(now);
  });

  it('never works longer than it would have by itself', () => {
    const expiresAt = new Date('2026-05-01T00:00:30Z');
    expect(endOfRotated(expiresAt, { now, overlapSeconds: 60 })).toEqual(expiresAt);
  });
});

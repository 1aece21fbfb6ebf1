import { describe, expect, it } from 'vitest';
import { duration, relativeTime, span, utcDate } from './instants.ts';

const now = Date.parse('2026-11-22T15:00:00Z');

describe('relative time', () => {
  it('says the distance in one unit and the direction in words', () => {
    expect(relativeTime(now - 10_000, now)).toBe('just now');
    expect(relativeTime(now - 4 * 60_000, now)).toBe('4 min ago');
    expect(relativeTime(now + 3 * 3_600_000, now)).toBe('in 3 h');
    expect(relativeTime(now - 12 * 86_400_000, now)).toBe('12 d ago');
  });

  it('gives the UTC date once a distance says little', () => {
    expect(relativeTime(now - 100 * 86_400_000, now)).toBe('14 Aug 2026');
    expect(utcDate(now)).toBe('22 Nov 2026');
  });

  it('never calls a length zero', () => {
    expect(span(1)).toBe('1 s');
  });

  it('tells what was over at once from what took a second', () => {
    expect([0, 4, 999, 1_240, 45_000, 720_000].map(duration)).toEqual([
      '0 ms',
      '4 ms',
      '999 ms',
      '1.2 s',
      '45 s',
      '12 min',
    ]);
  });
});

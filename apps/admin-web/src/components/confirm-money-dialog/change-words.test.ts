import { describe, expect, it } from 'vitest';
import { labelWords, sideWords } from './change-words.ts';

describe('a change as people read it', () => {
  it('writes names and instants of machines in words', () => {
    expect(labelWords('requests_per_day')).toBe('Requests per day');
    expect(labelWords('requests_per_day in my_app')).toBe('Requests per day in my_app');
    expect(sideWords('2026-11-29T16:41:54.519Z')).toBe('29 Nov 2026, 16:41 UTC');
  });

  it('leaves amounts as the server wrote them, and says what is not there', () => {
    expect(sideWords('$715.691023')).toBe('$715.691023');
    expect(sideWords(null)).toBe('nothing');
  });
});

import { describe, expect, it } from 'vitest';
import { grantWords } from './grant-words.ts';

const limits = {
  __typename: 'Limits',
  maxConcurrent: '5',
  requestsPerDay: '100',
  requestsPerMonth: null,
  totalRequests: null,
  tokensPerHour: null,
  tokensPerDay: '1000000',
  tokensPerMonth: null,
} as const;

describe('a grant in words', () => {
  it('names only what it sets, in listing order', () => {
    expect(
      grantWords({ mode: 'ADD', fields: ['TOKENS_PER_DAY', 'REQUESTS_PER_DAY'], limits }),
    ).toBe('+100 requests a day, +1,000,000 tokens a day');
  });

  it('tells an override from an addition, and says unlimited in words', () => {
    expect(
      grantWords({ mode: 'REPLACE', fields: ['MAX_CONCURRENT', 'TOKENS_PER_HOUR'], limits }),
    ).toBe('5 at once instead, unlimited tokens an hour instead');
  });
});

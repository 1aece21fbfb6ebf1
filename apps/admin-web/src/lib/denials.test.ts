import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denialHeadline, denialSentence, readDenialReasons, wouldPassWords } from './denials.ts';

describe('denials', () => {
  it('says the limit, the numbers and when it is free again', () => {
    const [reason] = readDenialReasons([
      {
        reason: 'rate_limited',
        limit: 'requests_per_day',
        scope: '*',
        allowed: '10',
        used: '10',
        held: '0',
        retryAfterSeconds: 18_000,
      },
    ]);
    expect(reason && denialSentence(reason)).toBe(
      'Requests per day: 10 used of 10 allowed; free again after 5 h.',
    );
  });

  it('says that a limit which is not full had fewer left than the turn asked for', () => {
    const [reason] = readDenialReasons([
      {
        reason: 'rate_limited',
        limit: 'tokens_per_hour',
        scope: '*',
        allowed: 133_333,
        used: 0,
        held: 9_284,
      },
    ]);
    expect(reason && denialSentence(reason)).toBe(
      'Tokens per hour: 0 used, 9,284 held of 133,333 allowed; the 124,049 left are fewer than it asked for.',
    );
  });

  it('says provider budgets in dollars', () => {
    const [reason] = readDenialReasons([
      {
        reason: 'provider_budget_exceeded',
        provider: 'anthropic',
        window: 'day',
        allowed: 200_000_000,
        used: 200_500_000,
        held: 0,
      },
    ]);
    expect(reason && denialSentence(reason)).toBe(
      'anthropic, day: $200.50 used of $200.00 allowed.',
    );
  });

  it('says what would make it pass without formats of machines', () => {
    const clause = 'the limit of requests per day is above 110, or from 2026-11-23T00:00:00Z on';
    expect(wouldPassWords(clause)).toBe(
      'the limit of requests per day is above 110, or from 23 Nov, 00:00 UTC on',
    );
  });

  it('has a headline for a code it never saw', () => {
    expect(denialHeadline('moon_phase')).toBe('moon phase');
  });

  it('reads any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        for (const reason of readDenialReasons(json))
          expect(typeof denialSentence(reason)).toBe('string');
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { choiceOf, choiceProblem, keep, limitsInput } from './limit-choices.ts';

describe('limit choices', () => {
  it('sends only what was chosen: kept limits are absent, unlimited is null', () => {
    const choices = {
      requestsPerDay: choiceOf('110'),
      tokensPerDay: choiceOf(null),
      maxConcurrent: keep,
    };
    expect(limitsInput(choices)).toEqual({ requestsPerDay: '110', tokensPerDay: null });
  });

  it('never reads a blank number as unlimited', () => {
    expect(limitsInput({ requestsPerDay: { choice: 'limit', text: '' } })).toBeNull();
  });

  it('keeps zero apart from nothing', () => {
    expect(limitsInput({ requestsPerDay: { choice: 'limit', text: '0' } })).toEqual({
      requestsPerDay: '0',
    });
  });

  it('asks nothing of the server while nothing is changed, and says what is wrong with a number', () => {
    expect(limitsInput({ requestsPerDay: keep })).toBeNull();
    expect(choiceProblem({ choice: 'limit', text: '-1' })).toBe('A whole number, 0 or more.');
  });
});

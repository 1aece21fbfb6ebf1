import { describe, expect, it } from 'vitest';
import { readAnswer } from './command.ts';

describe('the payload of a mutation', () => {
  it('is done when it has changes, and says when it was done before', () => {
    const payload = {
      __typename: 'TopUpProjectBudgetPayload',
      changes: [],
      dryRun: false,
      replayed: true,
    };
    const answer = readAnswer({ __typename: 'Mutation', topUpProjectBudget: payload });
    expect(answer).toMatchObject({ ok: true, changes: [], replayed: true });
  });

  it('is a rejection with a sentence otherwise', () => {
    const payload = {
      __typename: 'PlanInactiveError',
      message: 'The plan is off.',
      field: 'planId',
    };
    expect(readAnswer({ upsertPlan: payload })).toEqual({
      ok: false,
      typename: 'PlanInactiveError',
      message: 'The plan is off.',
      field: 'planId',
    });
  });

  it('is a fault when there is none', () => {
    expect(() => readAnswer(null)).toThrow(TypeError);
    expect(() => readAnswer({ upsertPlan: null })).toThrow(TypeError);
  });
});

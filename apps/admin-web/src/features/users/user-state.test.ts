import { describe, expect, it } from 'vitest';
import { userState } from './user-state.ts';

const user = { suspendedAt: null, requestsToday: 0, requestsPerDayLimit: '10', lastTurnAt: null };

describe('the state of a user', () => {
  it('puts a suspension before everything else', () => {
    expect(
      userState({ ...user, suspendedAt: '2026-11-22T00:00:00Z', requestsToday: 10 }).word,
    ).toBe('suspended');
  });

  it('calls a user near the limit from 80 per cent and at it from 100', () => {
    expect(userState({ ...user, requestsToday: 7 }).word).toBe('active');
    expect(userState({ ...user, requestsToday: 8 }).word).toBe('near limit');
    expect(userState({ ...user, requestsToday: 10 }).word).toBe('at its limit');
  });

  it('reads a limit of zero as reached and no limit as never reached', () => {
    expect(userState({ ...user, requestsPerDayLimit: '0' }).word).toBe('at its limit');
    expect(userState({ ...user, requestsToday: 9_999, requestsPerDayLimit: null }).word).toBe(
      'active',
    );
  });
});

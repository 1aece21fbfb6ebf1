import { describe, expect, it } from 'vitest';
import { requestState } from './request-words.ts';

const pending = { status: 'PENDING', calls: 0, stripeId: null } as const;

describe('a request to Stripe', () => {
  it('is requested, then not answered or processing, and only then settled or failed', () => {
    const words = [
      pending,
      { ...pending, calls: 2 },
      { ...pending, calls: 1, stripeId: 're_1' },
      { ...pending, status: 'SUCCEEDED' as const },
      { ...pending, status: 'FAILED' as const },
      { ...pending, status: 'CANCELED' as const },
    ].map((request) => requestState(request).word);
    expect(words).toEqual([
      'requested',
      'not answered',
      'processing',
      'settled',
      'failed',
      'canceled',
    ]);
  });
});

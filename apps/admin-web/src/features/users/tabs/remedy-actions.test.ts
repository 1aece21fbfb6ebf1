import { describe, expect, it } from 'vitest';
import { remediesFor } from './remedy-actions.ts';

const offered = (reason: string, ...limits: (string | null)[]) =>
  remediesFor(limits.map((limit) => ({ reason, limit }))).map((remedy) => remedy.dialog);

describe('remedies of a denial', () => {
  it('offers each remedy once, however many limits were reached', () => {
    const both = offered('rate_limited', 'requests_per_day', 'tokensPerDay');
    expect(both).toEqual(['grant-trial', 'top-up', 'override']);
  });

  it('offers no trial where a trial would not help', () => {
    expect(offered('rate_limited', 'tokens_per_hour')).toEqual(['top-up', 'override']);
  });

  it('offers money where money is missing and nothing where this user is not the cause', () => {
    expect(offered('wallet_insufficient', null)).toEqual(['add-credits']);
    expect(offered('subscription_exhausted', null)).toEqual(['period', 'add-credits']);
    expect(offered('provider_budget_exceeded', null)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { capsOf, providerInput } from './provider-caps.ts';

const pair = { provider: 'anthropic', bundleId: '*' };
const stored = { usdPerHour: '10.00', usdPerDay: '200.00', usdPerMonth: null, active: true };

describe('provider caps', () => {
  it('sends only the caps that differ, whatever way the same amount is written', () => {
    const caps = {
      ...capsOf(stored),
      usdPerHour: { choice: 'limit', text: '10' },
      usdPerDay: { choice: 'limit', text: '250' },
    } as const;
    expect(providerInput(pair, caps, stored)).toEqual({ ...pair, usdPerDay: '250.00' });
  });

  it('switches a budget off and leaves its caps as they are', () => {
    const caps = { ...capsOf(stored), active: false };
    expect(providerInput(pair, caps, stored)).toEqual({ ...pair, active: false });
  });

  it('asks nothing while nothing is changed or an amount is missing', () => {
    expect(providerInput(pair, capsOf(stored), stored)).toBeNull();
    expect(
      providerInput(pair, { ...capsOf(stored), usdPerDay: { choice: 'limit', text: '' } }, stored),
    ).toBeNull();
  });

  it('makes a new budget say every window, unlimited in words', () => {
    expect(providerInput(pair, capsOf(null), null)).toBeNull();
    const caps = {
      usdPerHour: { choice: 'unlimited', text: '' },
      usdPerDay: { choice: 'limit', text: '0' },
      usdPerMonth: { choice: 'unlimited', text: '' },
      active: true,
    } as const;
    expect(providerInput(pair, caps, null)).toEqual({
      ...pair,
      usdPerHour: null,
      usdPerDay: '0.00',
      usdPerMonth: null,
      onlyIfMissing: true,
    });
  });
});

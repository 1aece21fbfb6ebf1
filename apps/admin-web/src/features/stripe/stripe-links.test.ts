import { describe, expect, it } from 'vitest';
import { stripeLink } from './stripe-links.ts';

describe('links to Stripe', () => {
  it('lead to the object in test mode and in live mode, and to the search for what has no page', () => {
    const test = { mode: 'TEST', dashboardUrl: 'https://dashboard.stripe.com/test/' } as const;
    const live = { mode: 'LIVE', dashboardUrl: 'https://dashboard.stripe.com/' } as const;
    expect(stripeLink(test, 'pi_1')).toBe('https://dashboard.stripe.com/test/payments/pi_1');
    expect(stripeLink(live, 'sub_1')).toBe('https://dashboard.stripe.com/subscriptions/sub_1');
    expect(stripeLink(live, 're_1')).toBe('https://dashboard.stripe.com/search?query=re_1');
  });

  it('lead to the simulator’s one page, and nowhere without Stripe', () => {
    const simulator = { mode: 'SIMULATOR', dashboardUrl: 'http://127.0.0.1:4010' } as const;
    expect(stripeLink(simulator, 'pi_1')).toBe('http://127.0.0.1:4010');
    expect(stripeLink({ mode: 'NONE', dashboardUrl: null }, 'pi_1')).toBeNull();
  });
});

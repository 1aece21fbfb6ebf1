import * as own from '../../src/local/stripe-simulator.ts';

export const { simulatorKey, withLocalStripe } = own;

/** The simulator that the test has started. */
export async function startLocalStripe(): Promise<own.LocalStripe> {
  return { url: process.env.PURSER_TEST_STRIPE_URL ?? '', stop: async () => undefined };
}

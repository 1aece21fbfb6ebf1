import type { PaymentMethod } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import type { TestCard } from './test-cards.ts';

/** Makes the payment method of a card and remembers what the card does. */
export function newPaymentMethod(
  world: World,
  card: TestCard,
  testClock: string | null = null,
): PaymentMethod {
  const id = world.ids.next('pm_1');
  world.tables.cards.put({ id, outcome: card.outcome });
  return world.tables.paymentMethods.put({
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: noDetails,
    card: cardFacts(world, card),
    created: world.seconds(testClock),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  });
}

export const noDetails = {
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

const yearsValid = 4;

function cardFacts(world: World, { brand, last4 }: TestCard): NonNullable<PaymentMethod['card']> {
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: brand,
    exp_month: 12,
    exp_year: new Date(world.nowMs()).getUTCFullYear() + yearsValid,
    fingerprint: world.ids.next('', 16),
    funding: 'credit',
    generated_from: null,
    last4,
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

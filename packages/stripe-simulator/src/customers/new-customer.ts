import type { Customer } from '../world/wire.ts';
import type { World } from '../world/world.ts';

/** A customer of whom nothing is known yet. */
export function newCustomer(
  world: World,
  {
    testClock,
    email = null,
  }: { readonly testClock: string | null; readonly email?: string | null },
): Customer {
  return {
    id: world.ids.next('cus_', 14),
    object: 'customer',
    address: null,
    balance: 0,
    created: world.seconds(testClock),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email,
    invoice_prefix: world.ids.next('', 8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: testClock,
  };
}

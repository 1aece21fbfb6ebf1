import type { Metadata, PaymentIntent } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export type IntentTerms = {
  readonly amount: number;
  readonly currency: string;
  readonly customer?: string | null;
  readonly description?: string | null;
  readonly metadata?: Metadata;
  readonly paymentMethod?: string | null;
  readonly receiptEmail?: string | null;
  readonly setupFutureUsage?: 'on_session' | 'off_session' | null;
};

/** An intent that nobody has tried to pay. */
export function newIntent(world: World, terms: IntentTerms): PaymentIntent {
  const id = world.ids.next('pi_3');
  const customer = terms.customer ?? null;
  const testClock = customer === null ? null : world.tables.customers.get(customer)?.test_clock;
  return {
    ...emptyIntent,
    id,
    amount: terms.amount,
    client_secret: `${id}_secret_${world.ids.next('', 25)}`,
    created: world.seconds(idOf(testClock)),
    currency: terms.currency,
    customer,
    description: terms.description ?? null,
    metadata: terms.metadata ?? {},
    payment_method: terms.paymentMethod ?? null,
    receipt_email: terms.receiptEmail ?? null,
    setup_future_usage: terms.setupFutureUsage ?? null,
    status: terms.paymentMethod ? 'requires_confirmation' : 'requires_payment_method',
  };
}

const cardOptions = {
  installments: null,
  mandate_options: null,
  network: null,
  request_three_d_secure: 'automatic',
};

/** What every new intent says. */
const emptyIntent: Omit<
  PaymentIntent,
  'id' | 'amount' | 'client_secret' | 'created' | 'currency' | 'metadata' | 'status'
> = {
  object: 'payment_intent',
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'automatic',
  confirmation_method: 'automatic',
  customer: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: { card: cardOptions },
  payment_method_types: ['card'],
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
};

import { noDetails } from '../payment-methods/new-payment-method.ts';
import type { Charge, PaymentIntent, PaymentMethod } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export type Decline = { readonly code: string; readonly declineCode: string | null };

/** One attempt to take an intent's money from a card: a charge that succeeded, or one that a decline ended. */
export function newCharge(
  world: World,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline | null,
): Charge {
  const isPaid = decline === null;
  return {
    ...emptyCharge,
    id: world.ids.next('ch_3'),
    amount: intent.amount,
    amount_captured: isPaid ? intent.amount : 0,
    billing_details: { ...noDetails, ...method.billing_details },
    captured: isPaid,
    created: world.seconds(testClockOf(world, intent)),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline === null ? null : declineMessage(decline),
    metadata: intent.metadata,
    outcome: outcomeOf(decline),
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: cardDetails(method, intent.amount),
    receipt_email: intent.receipt_email,
    status: isPaid ? 'succeeded' : 'failed',
  };
}

/** What Stripe tells a person about a decline. */
export function declineMessage({ code, declineCode }: Decline): string {
  if (declineCode === 'insufficient_funds') return 'Your card has insufficient funds.';
  const sentences: { readonly [code: string]: string } = {
    expired_card: 'Your card has expired.',
    incorrect_cvc: "Your card's security code is incorrect.",
    processing_error: 'An error occurred while processing your card. Try again in a little bit.',
  };
  return sentences[code] ?? 'Your card was declined.';
}

/** Renewals on a test clock charge at that clock's time. */
function testClockOf(world: World, { customer }: PaymentIntent): string | null {
  const found = customer === null ? undefined : world.tables.customers.get(customer);
  return found?.test_clock ?? null;
}

function outcomeOf(decline: Decline | null): NonNullable<Charge['outcome']> {
  const common = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: decline === null ? null : '01',
    risk_level: 'normal',
    risk_score: 20,
  };
  if (decline === null) {
    const seller_message = 'Payment complete.';
    return {
      ...common,
      network_status: 'approved_by_network',
      reason: null,
      seller_message,
      type: 'authorized',
    };
  }
  return {
    ...common,
    network_status: 'declined_by_network',
    reason: decline.declineCode ?? decline.code,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
}

function cardDetails(
  { card }: PaymentMethod,
  amount: number,
): NonNullable<Charge['payment_method_details']> {
  return {
    card: {
      amount_authorized: amount,
      authorization_code: '123456',
      brand: card?.brand ?? null,
      checks: card?.checks ?? null,
      country: card?.country ?? null,
      electronic_commerce_indicator: null,
      exp_month: card?.exp_month ?? 0,
      exp_year: card?.exp_year ?? 0,
      fingerprint: card?.fingerprint ?? null,
      funding: card?.funding ?? null,
      installments: null,
      last4: card?.last4 ?? null,
      mandate: null,
      network: card?.brand ?? null,
      network_transaction_id: null,
      regulated_status: card?.regulated_status ?? null,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
    type: 'card',
  };
}

/** What every new charge says. */
const emptyCharge: Omit<
  Charge,
  | 'id'
  | 'amount'
  | 'amount_captured'
  | 'billing_details'
  | 'captured'
  | 'created'
  | 'currency'
  | 'outcome'
  | 'paid'
  | 'payment_method_details'
  | 'status'
> = {
  object: 'charge',
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  calculated_statement_descriptor: 'PURSER SIMULATOR',
  customer: null,
  description: null,
  disputed: false,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  fraud_details: {},
  livemode: false,
  metadata: {},
  on_behalf_of: null,
  payment_intent: null,
  payment_method: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
};

import type { CardOutcome } from '../world/records.ts';

export type TestCard = {
  readonly brand: string;
  readonly last4: string;
  readonly outcome: CardOutcome;
};

const succeeds: CardOutcome = { kind: 'succeeds' };

const declines = (declineCode: string): CardOutcome => ({
  kind: 'declines',
  code: 'card_declined',
  declineCode,
});

const fails = (code: string): CardOutcome => ({ kind: 'declines', code, declineCode: code });

const card = (brand: string, last4: string, outcome: CardOutcome): TestCard => ({
  brand,
  last4,
  outcome,
});

/** Stripe's test cards by the last part of their names: `pm_card_visa` and `tok_visa` are one card. */
const cardsByName: { readonly [name: string]: TestCard } = {
  visa: card('visa', '4242', succeeds),
  visa_debit: card('visa', '5556', succeeds),
  mastercard: card('mastercard', '4444', succeeds),
  mastercard_debit: card('mastercard', '3222', succeeds),
  amex: card('amex', '8431', succeeds),
  discover: card('discover', '9424', succeeds),
  us: card('visa', '4242', succeeds),
  chargeDeclined: card('visa', '0002', declines('generic_decline')),
  chargeDeclinedInsufficientFunds: card('visa', '9995', declines('insufficient_funds')),
  chargeDeclinedLostCard: card('visa', '9987', declines('lost_card')),
  chargeDeclinedStolenCard: card('visa', '9979', declines('stolen_card')),
  chargeDeclinedFraudulent: card('visa', '0019', declines('fraudulent')),
  chargeDeclinedExpiredCard: card('visa', '0069', fails('expired_card')),
  chargeDeclinedIncorrectCvc: card('visa', '0127', fails('incorrect_cvc')),
  chargeDeclinedProcessingError: card('visa', '0119', fails('processing_error')),
  chargeCustomerFail: card('visa', '0341', declines('generic_decline')),
  authenticationRequired: card('visa', '3155', { kind: 'asks_person' }),
  createDispute: card('visa', '0259', { kind: 'is_disputed', isInquiry: false }),
  createDisputeInquiry: card('visa', '1976', { kind: 'is_disputed', isInquiry: true }),
  pendingRefund: card('visa', '7726', { kind: 'refunds', ending: 'pending' }),
  refundFail: card('visa', '5126', { kind: 'refunds', ending: 'fails' }),
};

const namesByNumber: { readonly [number: string]: string } = {
  '4242424242424242': 'visa',
  '5555555555554444': 'mastercard',
  '378282246310005': 'amex',
  '4000000000000002': 'chargeDeclined',
  '4000000000009995': 'chargeDeclinedInsufficientFunds',
  '4000000000000069': 'chargeDeclinedExpiredCard',
  '4000000000000127': 'chargeDeclinedIncorrectCvc',
  '4000000000000119': 'chargeDeclinedProcessingError',
  '4000000000000341': 'chargeCustomerFail',
  '4000002500003155': 'authenticationRequired',
  '4000000000000259': 'createDispute',
  '4000000000007726': 'pendingRefund',
  '4000000000005126': 'refundFail',
};

/** The test card that `pm_card_…`, `tok_…` or a number names. */
export function findTestCard(name: string): TestCard | undefined {
  const bare = name.replace(/^(pm_card_|tok_)/, '').replace(/^visa_(?=charge)/, '');
  return cardsByName[namesByNumber[name] ?? bare];
}

/** Whether an id stands for a card that is made anew wherever it is used. */
export function isTestCardName(id: string): boolean {
  return id.startsWith('pm_card_');
}

import type {
  StripeDisputeView,
  StripeDriftView,
  StripeInvoiceView,
  StripePaymentView,
  StripeReconciled,
  StripeRefundView,
  StripeRequestView,
  StripeStatusView,
} from '../../contract/stripe-views.ts';

const at = new Date('2026-11-22T12:00:00.000Z');

export const reconciled: StripeReconciled = {
  reconciled: 1,
  applied: 1,
  failed: 0,
  pending: 0,
  eventsFound: 0,
  error: null,
  requestIds: ['019ac000-0000-7000-8000-000000000001'],
};

export const drift: StripeDriftView = {
  subscriptions: 1,
  payments: 1,
  lines: [
    {
      object: 'subscription',
      objectId: 'sub_1',
      field: 'status',
      here: 'active',
      there: 'canceled',
    },
  ],
  error: null,
};

export const status: StripeStatusView = {
  mode: 'simulator',
  webhookConfigured: true,
  lastEventAt: at,
  oldestPendingAt: at,
  lastReconciledAt: at,
  dashboardUrl: 'http://127.0.0.1:4010',
};

export const request: StripeRequestView = {
  id: '019ac000-0000-7000-8000-000000000001',
  kind: 'refund',
  status: 'succeeded',
  userId: 'ada',
  subject: 'pi_1',
  amountMicroUsd: 5_000_000n,
  attempt: 1,
  calls: 1,
  stripeId: 're_1',
  stripeStatus: 'succeeded',
  errorCode: null,
  error: null,
  actor: 'person:alice',
  reason: 'asked for',
  createdAt: at,
  sentAt: at,
  updatedAt: at,
  endedAt: at,
  nextCallAt: null,
};

export const payment: StripePaymentView = {
  id: 'pi_1',
  userId: 'ada',
  purpose: 'wallet_topup',
  amountMicroUsd: 20_000_000n,
  refundedMicroUsd: 5_000_000n,
  chargeId: 'ch_1',
  lotId: '019ac000-0000-7000-8000-000000000002',
  grantId: null,
  packageId: null,
  invoiceId: null,
  paidAt: at,
};

export const refund: StripeRefundView = {
  id: 're_1',
  paymentId: 'pi_1',
  userId: 'ada',
  requestId: '019ac000-0000-7000-8000-000000000001',
  amountMicroUsd: 5_000_000n,
  status: 'succeeded',
  failureReason: null,
  booked: 'taken',
  fromLotMicroUsd: 5_000_000n,
  fromWalletMicroUsd: 0n,
  absorbedMicroUsd: 0n,
  createdAt: at,
  updatedAt: at,
};

export const dispute: StripeDisputeView = {
  id: 'dp_1',
  paymentId: 'pi_1',
  userId: 'ada',
  amountMicroUsd: 20_000_000n,
  status: 'needs_response',
  reason: 'fraudulent',
  booked: 'held',
  heldMicroUsd: 20_000_000n,
  absorbedMicroUsd: 0n,
  createdAt: at,
  updatedAt: at,
};

export const invoice: StripeInvoiceView = {
  id: 'in_1',
  userId: 'ada',
  stripeSubscriptionId: 'sub_1',
  status: 'open',
  billingReason: 'subscription_cycle',
  amountDueMicroUsd: 20_000_000n,
  amountPaidMicroUsd: 0n,
  attemptCount: 2,
  nextAttemptAt: at,
  failedAt: at,
  hostedUrl: 'http://127.0.0.1:4010/invoices/in_1',
  periodKey: null,
  isBooked: false,
  createdAt: at,
};

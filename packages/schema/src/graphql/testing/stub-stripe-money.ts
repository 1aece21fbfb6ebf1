import type { RefundView } from '../../contract/stripe-money.ts';
import { uuid } from './stub-views.ts';

export const refund: RefundView = {
  requestId: uuid,
  userId: 'ada',
  paymentIntentId: 'pi_1',
  status: 'pending',
  amountMicroUsd: 5_000_000n,
  tokens: 333_333n,
  stripeRefundId: null,
  stripeStatus: null,
  error: null,
};

import type {
  CheckoutView,
  PaymentView,
  PortalView,
  RefundView,
} from '../../contract/stripe-money.ts';
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

export const payment: PaymentView = {
  requestId: uuid,
  userId: 'ada',
  packageId: 'pro',
  amountMicroUsd: 30_000_000n,
  paymentIntentId: 'pi_1',
  clientSecret: 'pi_1_secret_1',
};

export const checkout: CheckoutView = {
  requestId: uuid,
  sessionId: 'cs_1',
  url: 'https://checkout.test/cs_1',
};

export const portal: PortalView = { requestId: uuid, url: 'https://portal.test/1' };

import type { StripeRequestKind } from '@purser/schema/contract/stripe-request';
import { refundRequest } from '../refunds/refund-request.ts';
import type { RequestKind } from './request-kind.ts';

/** How each kind of request is asked and ended. */
export const requestKinds: Readonly<Partial<Record<StripeRequestKind, RequestKind>>> = {
  refund: refundRequest,
};

import type { StripeMetadata } from '@purser/domain/stripe/object-facts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';

/** What is stored of a refund so that it can be asked. */
export type RefundParams = {
  readonly metadata: StripeMetadata;
  /** What the money is worth in reference tokens. */
  readonly tokens: string;
};

export function refundParams(params: StripeRequestRecord['params']): RefundParams {
  return params as RefundParams;
}

import type { Tone } from '../../components/status-badge.tsx';
import type { StripeRequestKind, StripeRequestStatus } from '../../generated/stripe/graphql.ts';

export const requestKindWords: Readonly<Record<StripeRequestKind, string>> = {
  REFUND: 'Refund',
  SUBSCRIBE: 'Subscription',
  CHANGE_PLAN: 'Change of plan',
  CANCEL: 'Cancellation',
  RESUME: 'Resumption',
  PAYMENT: 'Payment',
  CHECKOUT: 'Checkout',
  PORTAL: 'Portal link',
};

type Request = {
  readonly status: StripeRequestStatus;
  readonly calls: number;
  readonly stripeId: string | null;
};

type State = { readonly tone: Tone; readonly word: string; readonly title: string };

/** How far a request has come: before Stripe has it, at Stripe, or ended one way or another. */
export function requestState({ status, calls, stripeId }: Request): State {
  switch (status) {
    case 'SUCCEEDED':
      return { tone: 'ok', word: 'settled', title: 'Stripe has done it, and it is booked.' };
    case 'FAILED':
      return {
        tone: 'broken',
        word: 'failed',
        title: 'Stripe declined it; nothing is held for it.',
      };
    case 'CANCELED':
      return { tone: 'neutral', word: 'canceled', title: 'Taken back; nothing is held for it.' };
    case 'PENDING':
      if (stripeId !== null)
        return {
          tone: 'info',
          word: 'processing',
          title: 'Stripe has it and has not decided yet.',
        };
      return calls > 0
        ? {
            tone: 'attention',
            word: 'not answered',
            title: 'Stripe did not answer; it is asked again.',
          }
        : { tone: 'live', word: 'requested', title: 'Stored; Stripe is asked for it.' };
  }
}

import type { Tone } from '../../components/status-badge.tsx';

type State = {
  readonly status: string;
  readonly isActive: boolean;
  readonly cancelAtPeriodEnd: boolean;
  /** Stripe's own word, which may say more; null where Stripe has nothing to say. */
  readonly stripeStatus: string | null;
};

/** What a subscription's status means to an operator, in a word and its tone. */
export function subscriptionState(subscription: State): {
  readonly tone: Tone;
  readonly word: string;
} {
  const { status, isActive, cancelAtPeriodEnd, stripeStatus } = subscription;
  switch (status) {
    case 'active':
      if (!isActive) return { tone: 'attention', word: 'lapsed' };
      return cancelAtPeriodEnd
        ? { tone: 'attention', word: 'ending' }
        : { tone: 'ok', word: 'active' };
    case 'canceled':
      return {
        tone: 'neutral',
        word: stripeStatus === 'incomplete_expired' ? 'never paid' : 'canceled',
      };
    case 'incomplete':
      return { tone: 'attention', word: 'awaits payment' };
    case 'past_due':
      return { tone: 'broken', word: 'past due' };
    case 'suspended':
      return { tone: 'broken', word: stripeStatus === null ? status : words(stripeStatus) };
    default:
      return { tone: 'attention', word: words(status) };
  }
}

/** A status as people read it. */
export function words(status: string): string {
  return status.replaceAll('_', ' ');
}

type Actions = State & {
  readonly provider: 'INTERNAL' | 'STRIPE';
  readonly pendingPlanId: string | null;
  readonly period: object | null;
};

/** Renewing by hand is for internal active subscriptions that are paid for; Stripe renews its own. */
export function mayRenew({ provider, status, period }: Actions): boolean {
  return provider === 'INTERNAL' && status === 'active' && period !== null;
}

/** What waits for the period's end can still be taken back. */
export function mayResume({ status, cancelAtPeriodEnd, pendingPlanId }: Actions): boolean {
  return status !== 'canceled' && (cancelAtPeriodEnd || pendingPlanId !== null);
}

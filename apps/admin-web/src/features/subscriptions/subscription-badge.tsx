import { StatusBadge } from '../../components/status-badge.tsx';
import type { SubscriptionFieldsFragment } from '../../generated/subscriptions/graphql.ts';
import { subscriptionState } from './subscription-state.ts';

/** The state of a subscription as icon, word and colour. */
export function SubscriptionBadge({
  subscription,
}: {
  readonly subscription: Pick<
    SubscriptionFieldsFragment,
    'status' | 'isActive' | 'cancelAtPeriodEnd' | 'stripeStatus'
  >;
}) {
  const { tone, word } = subscriptionState(subscription);
  return (
    <StatusBadge tone={tone} title={`Status ${subscription.status}`}>
      {word}
    </StatusBadge>
  );
}

import { Link } from '@tanstack/react-router';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Money } from '../../components/money.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { SubscriptionFieldsFragment } from '../../generated/subscriptions/graphql.ts';
import { StripeId } from '../stripe/stripe-id.tsx';
import { SubscriptionBadge } from './subscription-badge.tsx';
import { words } from './subscription-state.ts';

/** What was agreed, when it is charged, and what waits for the period's end. */
export function SubscriptionFacts({
  subscription,
}: {
  readonly subscription: SubscriptionFieldsFragment;
}) {
  return <Facts facts={[...factsOf(subscription), ...lifetime(subscription)]} />;
}

function factsOf(subscription: SubscriptionFieldsFragment): readonly Fact[] {
  const { plan, planId, provider, overdraftUsd, pastDueSince } = subscription;
  return [
    { term: 'State', value: <SubscriptionBadge subscription={subscription} /> },
    {
      term: 'Plan',
      value: (
        <>
          <Link to="/plans" search={{ plan: planId }}>
            {plan?.name ?? planId}
          </Link>
          , <Money amount={subscription.monthlyPriceUsd} /> a month, {provider.toLowerCase()}
        </>
      ),
    },
    ...(pastDueSince === null
      ? []
      : [{ term: 'Owed since', value: <TimeAgo at={pastDueSince} /> }]),
    ...pending(subscription),
    { term: 'Next charge', value: <TimeAgo at={subscription.nextChargeAt} none="none" /> },
    { term: 'Last charge', value: <TimeAgo at={subscription.lastChargedAt} /> },
    { term: 'Started', value: <TimeAgo at={subscription.startedAt} /> },
    {
      term: 'Overdraft',
      value: overdraftUsd === null ? 'unlimited' : <Money amount={overdraftUsd} />,
    },
  ];
}

/** What happens at the end of the period, or has happened. */
function pending(subscription: SubscriptionFieldsFragment): readonly Fact[] {
  const { pendingPlanId, cancelAtPeriodEnd, canceledAt, status, period } = subscription;
  const facts: Fact[] = [];
  const end = <TimeAgo at={period?.endsAt ?? null} none="with its period" />;
  if (pendingPlanId !== null)
    facts.push({
      term: 'Changes to',
      value: (
        <>
          <Link to="/plans" search={{ plan: pendingPlanId }}>
            {pendingPlanId}
          </Link>
          , {end}
        </>
      ),
    });
  if (status === 'canceled') facts.push({ term: 'Canceled', value: <TimeAgo at={canceledAt} /> });
  else if (cancelAtPeriodEnd) facts.push({ term: 'Ends', value: end });
  return facts;
}

function lifetime(subscription: SubscriptionFieldsFragment): readonly Fact[] {
  const { lifetimeAddedUsd, lifetimeSpentUsd, createdBy } = subscription;
  const { stripeSubscriptionId, stripeStatus } = subscription;
  return [
    {
      term: 'In all periods',
      value: (
        <>
          <Money amount={lifetimeAddedUsd} /> put in, <Money amount={lifetimeSpentUsd} /> spent
        </>
      ),
    },
    ...(stripeSubscriptionId === null
      ? []
      : [
          {
            term: 'Stripe',
            value: (
              <>
                <StripeId id={stripeSubscriptionId} />
                {stripeStatus === null ? null : `, ${words(stripeStatus)} there`}
              </>
            ),
          },
        ]),
    { term: 'Made by', value: <code>{createdBy}</code> },
  ];
}

import { useQuery } from '@apollo/client/react';
import { formatCount } from '@purser/domain/money/format-usd';
import { Link } from '@tanstack/react-router';
import { Figure } from '../../components/figure.tsx';
import { OverviewSubscriptionsDocument } from '../../generated/overview/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';

/** How many pay for a plan, and how many did not in time. */
export function SubscriptionsFigure() {
  const mayRead = useMay('subscription:read');
  const { data } = useQuery(OverviewSubscriptionsDocument, { skip: !mayRead });
  if (!mayRead) return null;
  const active = data?.active.totalCount ?? null;
  const pastDue = data?.pastDue.totalCount ?? 0;
  return (
    <Figure
      label={<Link to="/subscriptions">Subscriptions</Link>}
      value={active === null ? '–' : formatCount(active)}
      unit="active"
      note={`${formatCount(pastDue)} past due`}
    />
  );
}

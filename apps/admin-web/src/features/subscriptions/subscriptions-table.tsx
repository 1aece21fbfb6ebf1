import { formatUsd } from '@purser/domain/money/format-usd';
import { Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LimitTrack, limitSentence } from '../../components/limit-bar.tsx';
import { Money } from '../../components/money.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { SubscriptionFieldsFragment } from '../../generated/subscriptions/graphql.ts';
import { periodUse } from './period-sum.tsx';
import { SubscriptionBadge } from './subscription-badge.tsx';
import classes from './subscriptions.module.css';

const columns: readonly Column<SubscriptionFieldsFragment>[] = [
  {
    key: 'user',
    header: 'User',
    cell: ({ userId }) => (
      <Link
        from="/subscriptions"
        to="/subscriptions"
        search={(old) => ({ ...old, user: userId, period: undefined })}
        className={classes.id}
      >
        {userId}
      </Link>
    ),
  },
  {
    key: 'plan',
    header: 'Plan',
    width: '112px',
    cell: ({ planId, plan }) => (
      <Link to="/subscriptions" search={{ plan: planId }} className={classes.plan}>
        {plan?.name ?? planId}
      </Link>
    ),
  },
  {
    key: 'state',
    header: 'State',
    width: '108px',
    cell: (subscription) => <SubscriptionBadge subscription={subscription} />,
  },
  {
    key: 'price',
    header: 'A month',
    align: 'end',
    show: 'medium',
    width: '88px',
    cell: ({ monthlyPriceUsd }) => <Money amount={monthlyPriceUsd} />,
  },
  {
    key: 'use',
    header: 'This period',
    show: 'medium',
    width: '150px',
    cell: ({ period }) =>
      period === null ? (
        <span className="secondary">no price, no period</span>
      ) : (
        <LimitTrack
          {...periodUse(period)}
          text={limitSentence(periodUse(period), formatUsd)}
          calm
        />
      ),
  },
  {
    key: 'available',
    header: 'Available',
    align: 'end',
    width: '96px',
    cell: ({ period }) =>
      period === null ? (
        <span className="secondary">–</span>
      ) : (
        <Money amount={period.availableUsd} warnBelowZero />
      ),
  },
  {
    key: 'provider',
    header: 'Provider',
    show: 'wide',
    width: '84px',
    cell: ({ provider }) => provider.toLowerCase(),
  },
  {
    key: 'next',
    header: 'Next charge',
    align: 'end',
    show: 'medium',
    width: '112px',
    cell: ({ nextChargeAt }) => <TimeAgo at={nextChargeAt} none="–" />,
  },
];

type SubscriptionsTableProps = {
  readonly subscriptions: readonly SubscriptionFieldsFragment[];
  readonly stale: boolean;
  readonly selectedUser: string | undefined;
  readonly onOpen: (userId: string) => void;
};

export function SubscriptionsTable({
  subscriptions,
  stale,
  selectedUser,
  onOpen,
}: SubscriptionsTableProps) {
  const selected = subscriptions.find(({ userId }) => userId === selectedUser);
  return (
    <DataTable
      label="Subscriptions"
      columns={columns}
      rows={subscriptions}
      rowKey={({ id }) => id}
      stale={stale}
      selectedKey={selected?.id}
      rowTone={({ status }) => (status === 'canceled' ? 'muted' : undefined)}
      onOpen={({ userId }) => onOpen(userId)}
    />
  );
}

import { formatCount } from '@purser/domain/money/format-usd';
import { Link, useNavigate } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LimitTrack, limitSentence } from '../../components/limit-bar.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { UsersQuery } from '../../generated/users/graphql.ts';
import { formatTokensShort } from '../../lib/amounts.ts';
import { userState } from './user-state.ts';
import classes from './users-table.module.css';

type Row = UsersQuery['users']['edges'][number]['node'];

const columns: readonly Column<Row>[] = [
  {
    key: 'user',
    header: 'User',
    cell: (user) => (
      <Link to="/users/$userId" params={{ userId: user.userId }} className={classes.id}>
        {user.userId}
      </Link>
    ),
  },
  {
    key: 'plan',
    header: 'Plan',
    show: 'medium',
    width: '112px',
    cell: (user) => (
      <Link to="/users" search={{ plan: user.planId }} className={classes.plan}>
        {user.planId}
      </Link>
    ),
  },
  { key: 'state', header: 'State', width: '116px', cell: (user) => <UserState user={user} /> },
  {
    key: 'requests',
    header: 'Requests today',
    width: '232px',
    cell: (user) => <RequestsToday user={user} />,
  },
  {
    key: 'tokens',
    header: 'Tokens today',
    align: 'end',
    show: 'wide',
    width: '104px',
    cell: (user) => (
      <span title={formatCount(BigInt(user.tokensToday))}>
        {formatTokensShort(BigInt(user.tokensToday))}
      </span>
    ),
  },
  {
    key: 'wallet',
    header: 'Wallet',
    align: 'end',
    show: 'medium',
    width: '96px',
    cell: (user) => <Money amount={user.walletUsd} />,
  },
  {
    key: 'grants',
    header: 'Grants',
    align: 'end',
    show: 'wide',
    width: '68px',
    cell: (user) =>
      user.activeGrants === 0 ? (
        <span className="secondary">–</span>
      ) : (
        formatCount(user.activeGrants)
      ),
  },
  {
    key: 'last',
    header: 'Last turn',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: (user) => <TimeAgo at={user.lastTurnAt} />,
  },
];

export function UsersTable({
  users,
  stale,
}: {
  readonly users: readonly Row[];
  readonly stale: boolean;
}) {
  const navigate = useNavigate();
  return (
    <DataTable
      label="Users"
      columns={columns}
      rows={users}
      rowKey={(user) => user.id}
      stale={stale}
      rowTone={(user) => (user.suspendedAt ? 'muted' : undefined)}
      onOpen={(user) => void navigate({ to: '/users/$userId', params: { userId: user.userId } })}
    />
  );
}

function UserState({ user }: { readonly user: Row }) {
  const state = userState(user);
  return <StatusBadge tone={state.tone}>{state.word}</StatusBadge>;
}

function RequestsToday({ user }: { readonly user: Row }) {
  const use = {
    allowed: user.requestsPerDayLimit === null ? null : BigInt(user.requestsPerDayLimit),
    used: BigInt(user.requestsToday),
    held: 0n,
  };
  return (
    <span className={classes.requests}>
      <LimitTrack {...use} text={limitSentence(use, formatCount)} />
      <span className={classes.count}>
        {formatCount(use.used)}
        <span className="secondary">
          {' '}
          / {use.allowed === null ? 'no limit' : formatCount(use.allowed)}
        </span>
      </span>
    </span>
  );
}

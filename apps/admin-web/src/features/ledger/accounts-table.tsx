import { formatCount } from '@purser/domain/money/format-usd';
import { Link, useNavigate } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { AccountFieldsFragment } from '../../generated/ledger/graphql.ts';
import { accountName } from '../../lib/account-name.ts';

const columns: readonly Column<AccountFieldsFragment>[] = [
  {
    key: 'account',
    header: 'Account',
    cell: (account) => (
      <Link
        to="/ledger/$accountId"
        params={{ accountId: account.accountId }}
        title={`${account.kind} ${account.reference}`}
      >
        {accountName(account)}
      </Link>
    ),
  },
  {
    key: 'user',
    header: 'User',
    show: 'medium',
    cell: (account) =>
      account.userId ? (
        <Link to="/users/$userId" params={{ userId: account.userId }} search={{ tab: 'wallet' }}>
          <code>{account.userId}</code>
        </Link>
      ) : (
        <span className="secondary">–</span>
      ),
  },
  {
    key: 'credits',
    header: 'In',
    align: 'end',
    show: 'medium',
    cell: (account) => <Money amount={account.creditsUsd} />,
  },
  {
    key: 'debits',
    header: 'Out',
    align: 'end',
    show: 'medium',
    cell: (account) => <Money amount={account.debitsUsd} />,
  },
  {
    key: 'balance',
    header: 'Balance',
    align: 'end',
    cell: (account) => <Money amount={account.balanceUsd} />,
  },
  {
    key: 'held',
    header: 'Held',
    align: 'end',
    cell: (account) => <Money amount={account.heldUsd} />,
  },
  {
    key: 'version',
    header: 'Entries',
    align: 'end',
    show: 'wide',
    cell: (account) => formatCount(BigInt(account.version)),
  },
  {
    key: 'last',
    header: 'Last entry',
    align: 'end',
    show: 'wide',
    cell: (account) => <TimeAgo at={account.lastRecordedAt} />,
  },
];

export function AccountsTable({
  accounts,
  stale,
}: {
  readonly accounts: readonly AccountFieldsFragment[];
  readonly stale: boolean;
}) {
  const navigate = useNavigate();
  return (
    <DataTable
      label="Accounts"
      columns={columns}
      rows={accounts}
      rowKey={(account) => account.id}
      stale={stale}
      rowTone={(account) => (account.closedAt ? 'muted' : undefined)}
      onOpen={(account) =>
        void navigate({ to: '/ledger/$accountId', params: { accountId: account.accountId } })
      }
    />
  );
}

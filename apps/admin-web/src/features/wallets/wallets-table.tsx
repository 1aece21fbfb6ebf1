import { formatCount, formatUsd } from '@purser/domain/money/format-usd';
import { Link, useNavigate } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LimitTrack, limitSentence } from '../../components/limit-bar.tsx';
import { Money } from '../../components/money.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { WalletRowFieldsFragment } from '../../generated/wallets/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';
import { nextEnding } from './ending-lots.ts';

type Row = WalletRowFieldsFragment;

const columns: readonly Column<Row>[] = [
  {
    key: 'user',
    header: 'User',
    cell: ({ userId }) => (
      <Link to="/users/$userId" params={{ userId }} search={{ tab: 'wallet' }} className="mono">
        {userId}
      </Link>
    ),
  },
  {
    key: 'use',
    header: 'Used',
    show: 'medium',
    width: '150px',
    cell: (wallet) => <Use wallet={wallet} />,
  },
  {
    key: 'in',
    header: 'Put in',
    align: 'end',
    show: 'medium',
    width: '92px',
    cell: ({ purchasedUsd }) => <Money amount={purchasedUsd} />,
  },
  {
    key: 'spent',
    header: 'Spent',
    align: 'end',
    show: 'medium',
    width: '92px',
    cell: ({ spentUsd }) => <Money amount={spentUsd} />,
  },
  {
    key: 'lost',
    header: 'Refunded, expired',
    align: 'end',
    show: 'wide',
    width: '128px',
    cell: ({ refundedUsd, expiredUsd }) => (
      <Money amount={microUsd(refundedUsd) + microUsd(expiredUsd)} />
    ),
  },
  {
    key: 'held',
    header: 'Held',
    align: 'end',
    width: '84px',
    cell: ({ heldUsd }) => <Money amount={heldUsd} />,
  },
  {
    key: 'available',
    header: 'Available',
    align: 'end',
    width: '96px',
    cell: ({ availableUsd }) => <Money amount={availableUsd} />,
  },
  {
    key: 'lots',
    header: 'Lots',
    align: 'end',
    show: 'wide',
    width: '56px',
    cell: ({ lots }) => formatCount(lots.length),
  },
  {
    key: 'ends',
    header: 'Ends next',
    align: 'end',
    show: 'medium',
    width: '184px',
    cell: ({ lots }) => <EndsNext lots={lots} />,
  },
];

export function WalletsTable({
  wallets,
  stale,
}: {
  readonly wallets: readonly Row[];
  readonly stale: boolean;
}) {
  const navigate = useNavigate();
  return (
    <DataTable
      label="Wallets"
      columns={columns}
      rows={wallets}
      rowKey={({ userId }) => userId}
      stale={stale}
      onOpen={({ userId }) =>
        void navigate({ to: '/users/$userId', params: { userId }, search: { tab: 'wallet' } })
      }
    />
  );
}

/** Of all that was put in: what is gone, whichever way, and what is held. */
function Use({ wallet }: { readonly wallet: Row }) {
  const use = {
    allowed: microUsd(wallet.purchasedUsd),
    used: microUsd(wallet.spentUsd) + microUsd(wallet.refundedUsd) + microUsd(wallet.expiredUsd),
    held: microUsd(wallet.heldUsd),
  };
  return <LimitTrack {...use} text={limitSentence(use, formatUsd)} calm />;
}

function EndsNext({ lots }: Pick<Row, 'lots'>) {
  const next = nextEnding(lots);
  if (next === null) return <span className="secondary">–</span>;
  return (
    <>
      <Money amount={next.amountMicroUsd} />{' '}
      <span className="secondary">
        <TimeAgo at={next.at} />
      </span>
    </>
  );
}

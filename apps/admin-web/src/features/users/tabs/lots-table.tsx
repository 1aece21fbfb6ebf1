import { formatUsd } from '@purser/domain/money/format-usd';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { LimitTrack, limitSentence } from '../../../components/limit-bar.tsx';
import { Money } from '../../../components/money.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import type { UserWalletQuery } from '../../../generated/users/graphql.ts';
import { microUsd } from '../../../lib/amounts.ts';

type Lot = NonNullable<UserWalletQuery['user']>['wallet']['lots'][number];

const columns: readonly Column<Lot>[] = [
  { key: 'made', header: 'Put in', width: '104px', cell: (lot) => <TimeAgo at={lot.createdAt} /> },
  {
    key: 'source',
    header: 'From',
    width: '112px',
    cell: (lot) =>
      lot.isExpired ? <StatusBadge tone="neutral">expired</StatusBadge> : lot.source.toLowerCase(),
  },
  {
    key: 'notes',
    header: 'Notes',
    show: 'medium',
    cell: (lot) => <span className="secondary">{lot.notes ?? lot.purchaseId ?? '–'}</span>,
  },
  { key: 'use', header: 'Used', width: '180px', cell: (lot) => <LotUse lot={lot} /> },
  {
    key: 'amount',
    header: 'Amount',
    align: 'end',
    width: '96px',
    cell: (lot) => <Money amount={lot.creditsUsd} />,
  },
  {
    key: 'left',
    header: 'Available',
    align: 'end',
    width: '96px',
    cell: (lot) => <Money amount={lot.availableUsd} />,
  },
  {
    key: 'ends',
    header: 'Ends',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: (lot) => <TimeAgo at={lot.expiresAt} />,
  },
];

export function LotsTable({ lots }: { readonly lots: readonly Lot[] }) {
  return (
    <DataTable
      label="Lots"
      columns={columns}
      rows={lots}
      rowKey={(lot) => lot.id}
      rowTone={(lot) => (lot.isExpired ? 'muted' : undefined)}
    />
  );
}

function LotUse({ lot }: { readonly lot: Lot }) {
  const use = {
    allowed: microUsd(lot.creditsUsd),
    used: microUsd(lot.debitsUsd),
    held: microUsd(lot.heldUsd),
  };
  return <LimitTrack {...use} text={limitSentence(use, formatUsd)} calm />;
}

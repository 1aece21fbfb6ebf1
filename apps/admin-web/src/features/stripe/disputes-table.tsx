import { Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge, type Tone } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { StripePaymentsQuery } from '../../generated/stripe/graphql.ts';
import { StripeId } from './stripe-id.tsx';

type Row = StripePaymentsQuery['stripeDisputes']['edges'][number]['node'];

const tones: Readonly<Record<string, Tone>> = {
  won: 'ok',
  lost: 'broken',
  warning_closed: 'neutral',
};

const columns: readonly Column<Row>[] = [
  { key: 'dispute', header: 'Dispute', cell: ({ disputeId }) => <StripeId id={disputeId} /> },
  {
    key: 'state',
    header: 'State',
    width: '150px',
    cell: ({ status }) => (
      <StatusBadge tone={tones[status] ?? 'attention'}>{status.replaceAll('_', ' ')}</StatusBadge>
    ),
  },
  {
    key: 'user',
    header: 'User',
    show: 'medium',
    width: '140px',
    cell: ({ userId }) => (
      <Link to="/users/$userId" params={{ userId }} search={{ tab: 'wallet' }}>
        {userId}
      </Link>
    ),
  },
  {
    key: 'reason',
    header: 'Reason',
    show: 'wide',
    width: '140px',
    cell: ({ reason }) => reason?.replaceAll('_', ' ') ?? '–',
  },
  {
    key: 'held',
    header: 'Held',
    align: 'end',
    show: 'medium',
    width: '92px',
    cell: ({ heldUsd }) => <Money amount={heldUsd} />,
  },
  {
    key: 'absorbed',
    header: 'Absorbed',
    align: 'end',
    show: 'wide',
    width: '92px',
    cell: ({ absorbedUsd }) => <Money amount={absorbedUsd} />,
  },
  {
    key: 'amount',
    header: 'Amount',
    align: 'end',
    width: '92px',
    cell: ({ amountUsd }) => <Money amount={amountUsd} />,
  },
  {
    key: 'when',
    header: 'Opened',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
  },
];

/** Payments that a card's owner disputes, and the credits that are held until it is decided. */
export function DisputesTable({ disputes }: { readonly disputes: readonly Row[] }) {
  return <DataTable label="Disputes" columns={columns} rows={disputes} rowKey={({ id }) => id} />;
}

import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge, type Tone } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { RefundFieldsFragment } from '../../generated/stripe/graphql.ts';
import { StripeId } from './stripe-id.tsx';

type Row = RefundFieldsFragment;

const tones: Readonly<Record<string, Tone>> = {
  succeeded: 'ok',
  pending: 'info',
  requires_action: 'attention',
  failed: 'broken',
  canceled: 'neutral',
};

const bookings: Readonly<Record<string, string>> = {
  nothing: 'nothing',
  taken: 'credits taken',
  given_back: 'credits given back',
};

const columns: readonly Column<Row>[] = [
  { key: 'refund', header: 'Refund', cell: ({ refundId }) => <StripeId id={refundId} /> },
  {
    key: 'state',
    header: 'State',
    width: '124px',
    cell: ({ status, failureReason }) => (
      <StatusBadge
        tone={tones[status] ?? 'info'}
        {...(failureReason === null ? {} : { title: failureReason })}
      >
        {status.replaceAll('_', ' ')}
      </StatusBadge>
    ),
  },
  {
    key: 'of',
    header: 'Of the payment',
    show: 'wide',
    cell: ({ paymentId }) => <code>{paymentId}</code>,
  },
  {
    key: 'by',
    header: 'Asked',
    show: 'medium',
    width: '84px',
    cell: ({ requestId }) => (requestId === null ? 'at Stripe' : 'here'),
  },
  {
    key: 'booked',
    header: 'Booked',
    show: 'medium',
    width: '140px',
    cell: ({ booked }) => bookings[booked] ?? booked,
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
    header: 'When',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
  },
];

/** Refunds at Stripe, whoever asked for them, and what became of the credits. */
export function RefundsTable({ refunds }: { readonly refunds: readonly Row[] }) {
  return <DataTable label="Refunds" columns={columns} rows={refunds} rowKey={({ id }) => id} />;
}

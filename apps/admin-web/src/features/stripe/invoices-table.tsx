import { Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge, type Tone } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { StripeInvoicesQuery } from '../../generated/stripe/graphql.ts';
import { StripeId } from './stripe-id.tsx';

type Row = StripeInvoicesQuery['stripeInvoices']['edges'][number]['node'];

const columns: readonly Column<Row>[] = [
  { key: 'invoice', header: 'Invoice', cell: ({ invoiceId }) => <StripeId id={invoiceId} /> },
  {
    key: 'state',
    header: 'State',
    width: '116px',
    cell: (invoice) => <InvoiceBadge invoice={invoice} />,
  },
  {
    key: 'user',
    header: 'User',
    show: 'medium',
    width: '140px',
    cell: ({ userId }) => (
      <Link to="/users/$userId" params={{ userId }} search={{ tab: 'subscription' }}>
        {userId}
      </Link>
    ),
  },
  {
    key: 'attempts',
    header: 'Attempts',
    align: 'end',
    show: 'medium',
    width: '84px',
    cell: ({ attemptCount }) => attemptCount,
  },
  {
    key: 'next',
    header: 'Next attempt',
    align: 'end',
    show: 'medium',
    width: '110px',
    cell: ({ nextAttemptAt }) => <TimeAgo at={nextAttemptAt} none="–" />,
  },
  {
    key: 'due',
    header: 'Due',
    align: 'end',
    width: '92px',
    cell: ({ amountDueUsd }) => <Money amount={amountDueUsd} />,
  },
  {
    key: 'paid',
    header: 'Paid',
    align: 'end',
    show: 'medium',
    width: '92px',
    cell: ({ amountPaidUsd }) => <Money amount={amountPaidUsd} />,
  },
  {
    key: 'made',
    header: 'Made',
    align: 'end',
    show: 'wide',
    width: '96px',
    cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
  },
  {
    key: 'page',
    header: '',
    align: 'end',
    show: 'medium',
    width: '110px',
    cell: ({ hostedUrl, status }) =>
      hostedUrl === null || status !== 'open' ? null : (
        <a href={hostedUrl} target="_blank" rel="noreferrer">
          Page to pay it
        </a>
      ),
  },
];

/** Invoices with how often collecting them was tried. */
export function InvoicesTable({
  invoices,
  stale,
}: {
  readonly invoices: readonly Row[];
  readonly stale: boolean;
}) {
  return (
    <DataTable
      label="Invoices"
      columns={columns}
      rows={invoices}
      rowKey={({ id }) => id}
      stale={stale}
    />
  );
}

const tones: Readonly<Record<string, Tone>> = {
  paid: 'ok',
  open: 'info',
  draft: 'live',
  uncollectible: 'broken',
  void: 'neutral',
};

function InvoiceBadge({ invoice: { status, failedAt } }: { readonly invoice: Row }) {
  if (status === 'open' && failedAt !== null)
    return (
      <StatusBadge tone="broken" title={`Collecting it failed first at ${failedAt}.`}>
        failing
      </StatusBadge>
    );
  return <StatusBadge tone={tones[status] ?? 'info'}>{status}</StatusBadge>;
}

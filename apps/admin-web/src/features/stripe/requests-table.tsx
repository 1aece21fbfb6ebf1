import { Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { RequestFieldsFragment } from '../../generated/fragments/graphql.ts';
import { CheckNow } from './check-now.tsx';
import { RequestBadge } from './request-badge.tsx';
import { requestKindWords } from './request-words.ts';

type Row = RequestFieldsFragment;

type RequestsTableProps = {
  readonly requests: readonly Row[];
  readonly stale: boolean;
  readonly selected: string | undefined;
  readonly onOpen: (id: string) => void;
};

/** What was asked of Stripe, with what came of it. */
export function RequestsTable({ requests, stale, selected, onOpen }: RequestsTableProps) {
  return (
    <DataTable
      label="Requests to Stripe"
      columns={columnsFor(onOpen)}
      rows={requests}
      rowKey={({ id }) => id}
      stale={stale}
      selectedKey={selected}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}

function columnsFor(open: (id: string) => void): readonly Column<Row>[] {
  return [
    {
      key: 'request',
      header: 'Request',
      width: '150px',
      cell: ({ id, kind }) => (
        <button type="button" className="linklike" onClick={() => open(id)}>
          {requestKindWords[kind]}
        </button>
      ),
    },
    {
      key: 'state',
      header: 'State',
      width: '130px',
      cell: (request) => <RequestBadge request={request} />,
    },
    {
      key: 'user',
      header: 'User',
      show: 'medium',
      width: '150px',
      cell: ({ userId }) => (
        <Link to="/users/$userId" params={{ userId }}>
          {userId}
        </Link>
      ),
    },
    {
      key: 'error',
      header: 'Last error',
      show: 'medium',
      cell: ({ error }) => error ?? <span className="secondary">–</span>,
    },
    {
      key: 'amount',
      header: 'Amount',
      align: 'end',
      show: 'medium',
      width: '92px',
      cell: ({ amountUsd }) =>
        amountUsd === null ? <span className="secondary">–</span> : <Money amount={amountUsd} />,
    },
    {
      key: 'next',
      header: 'Asked again',
      align: 'end',
      show: 'wide',
      width: '104px',
      cell: ({ nextCallAt }) => <TimeAgo at={nextCallAt} none="–" />,
    },
    {
      key: 'age',
      header: 'Requested',
      align: 'end',
      width: '104px',
      cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
    },
    {
      key: 'check',
      header: '',
      align: 'end',
      show: 'medium',
      width: '104px',
      cell: ({ status, requestId }) =>
        status === 'PENDING' ? <CheckNow requestId={requestId} /> : null,
    },
  ];
}

import { Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { EventFieldsFragment } from '../../generated/events/graphql.ts';
import { EventBadge } from './event-badge.tsx';

type EventsTableProps = {
  readonly events: readonly EventFieldsFragment[];
  readonly stale: boolean;
  readonly selected: string | undefined;
  readonly onOpen: (id: string) => void;
};

/** Events with what is wrong with them, newest first. */
export function EventsTable({ events, stale, selected, onOpen }: EventsTableProps) {
  return (
    <DataTable
      label="Events"
      columns={columnsFor(onOpen)}
      rows={events}
      rowKey={(event) => event.id}
      stale={stale}
      selectedKey={selected}
      onOpen={(event) => onOpen(event.id)}
    />
  );
}

function columnsFor(open: (id: string) => void): readonly Column<EventFieldsFragment>[] {
  return [
    {
      key: 'event',
      header: 'Event',
      width: '230px',
      cell: (event) => (
        <>
          <button type="button" className="linklike" onClick={() => open(event.id)}>
            {event.kind}
          </button>
          <div className="secondary small">
            <code>{event.externalId}</code>
          </div>
        </>
      ),
    },
    {
      key: 'state',
      header: 'State',
      width: '110px',
      cell: (event) => <EventBadge status={event.status} />,
    },
    {
      key: 'error',
      header: 'What is wrong',
      show: 'medium',
      cell: (event) => event.error ?? <span className="secondary">–</span>,
    },
    {
      key: 'user',
      header: 'User',
      show: 'wide',
      width: '140px',
      cell: ({ userId }) =>
        userId === null ? (
          <span className="secondary">–</span>
        ) : (
          <Link to="/users/$userId" params={{ userId }}>
            {userId}
          </Link>
        ),
    },
    {
      key: 'amount',
      header: 'Amount',
      align: 'end',
      show: 'medium',
      width: '96px',
      cell: ({ amountUsd }) =>
        amountUsd === null ? <span className="secondary">–</span> : <Money amount={amountUsd} />,
    },
    {
      key: 'attempts',
      header: 'Attempts',
      align: 'end',
      show: 'wide',
      width: '84px',
      cell: (event) => event.attempts,
    },
    {
      key: 'age',
      header: 'Came',
      align: 'end',
      width: '96px',
      cell: (event) => <TimeAgo at={event.createdAt} />,
    },
  ];
}

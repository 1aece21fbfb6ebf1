import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { type Choice, FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import {
  DeliveriesDocument,
  type DeliveriesQuery,
  type DeliveryStatus,
} from '../../generated/notifications/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { kindWords } from './kind-words.ts';
import type { deliveryStates } from './urls.ts';

const route = getRouteApi('/notifications');

/** Waiting deliveries move by themselves. */
const pollMs = 5_000;

type Delivery = DeliveriesQuery['deliveries']['edges'][number]['node'];

const states: readonly Choice<(typeof deliveryStates)[number]>[] = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'dead', label: 'Dead letters' },
];

/** Alerts on their way to their receivers, newest first; dead letters were given up. */
export function DeliveriesTab() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayRedeliver = useMay('event:write');
  const variables = {
    status: (search.state?.toUpperCase() as DeliveryStatus | undefined) ?? null,
    endpointId: search.endpoint ?? null,
    after: search.after ?? null,
  };
  const query = useQuery(DeliveriesDocument, { variables, pollInterval: pollMs });
  const redeliver = (on: string) =>
    void navigate({ search: (old) => ({ ...old, dialog: 'redeliver' as const, on }) });
  return (
    <>
      <FilterBar>
        <FilterChips
          label="State"
          choices={states}
          value={search.state}
          onChange={(state) =>
            void navigate({ search: (old) => ({ ...old, state, after: undefined }) })
          }
        />
        {search.endpoint ? (
          <FilterChips
            label="Endpoint"
            choices={[{ value: 'one', label: 'One endpoint' }]}
            value="one"
            onChange={() =>
              void navigate({
                search: (old) => ({ ...old, endpoint: undefined, after: undefined }),
              })
            }
          />
        ) : null}
      </FilterBar>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ deliveries: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState
              title={search.state === 'dead' ? 'No dead letter' : 'No alert was handed on'}
            >
              Alerts show up here once somebody is to be told of them; one that was given up after
              ten attempts is a dead letter.
            </EmptyState>
          ) : (
            <>
              <DataTable
                label="Deliveries"
                columns={mayRedeliver ? [...columns, redeliverColumn(redeliver)] : columns}
                rows={edges.map((edge) => edge.node)}
                rowKey={(delivery) => delivery.id}
                stale={query.data === undefined}
              />
              <Pager
                shown={edges.length}
                total={totalCount}
                noun="deliveries"
                isFirst={search.after === undefined}
                nextCursor={pageInfo.hasNextPage ? pageInfo.endCursor : null}
                onGo={(after) => void navigate({ search: (old) => ({ ...old, after }) })}
              />
              <QueryBehind document={DeliveriesDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
    </>
  );
}

const badges: Readonly<Record<DeliveryStatus, readonly ['live' | 'ok' | 'broken', string]>> = {
  WAITING: ['live', 'waiting'],
  DELIVERED: ['ok', 'delivered'],
  DEAD: ['broken', 'dead'],
};

const columns: readonly Column<Delivery>[] = [
  {
    key: 'alert',
    header: 'Alert',
    cell: (delivery) => (
      <>
        {delivery.title}
        <div className="secondary small">
          {kindWords(delivery.kind)}, to <code>{delivery.receiver}</code>
        </div>
      </>
    ),
  },
  {
    key: 'state',
    header: 'State',
    width: '108px',
    cell: ({ status }) => <StatusBadge tone={badges[status][0]}>{badges[status][1]}</StatusBadge>,
  },
  {
    key: 'answer',
    header: 'Last answer',
    show: 'medium',
    width: '220px',
    cell: (delivery) =>
      delivery.lastError ?? delivery.lastAnswer ?? <span className="secondary">none yet</span>,
  },
  {
    key: 'attempts',
    header: 'Attempts',
    align: 'end',
    show: 'medium',
    width: '84px',
    cell: (delivery) => delivery.attempts,
  },
  {
    key: 'next',
    header: 'Next try',
    align: 'end',
    show: 'wide',
    width: '100px',
    cell: (delivery) => <TimeAgo at={delivery.nextAttemptAt} none="–" />,
  },
  {
    key: 'raised',
    header: 'Since',
    align: 'end',
    show: 'wide',
    width: '100px',
    cell: (delivery) => <TimeAgo at={delivery.createdAt} />,
  },
];

function redeliverColumn(redeliver: (id: string) => void): Column<Delivery> {
  return {
    key: 'redeliver',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '96px',
    cell: (delivery) => (
      <Button variant="subtle" size="compact-xs" onClick={() => redeliver(delivery.id)}>
        Send again
      </Button>
    ),
  };
}

import { useQuery } from '@apollo/client/react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Tabs } from '../../components/tabs.tsx';
import {
  type EventSource,
  type EventStatus,
  PendingEventsDocument,
} from '../../generated/events/graphql.ts';
import { EventFilters } from './event-filters.tsx';
import { EventPanel } from './event-panel.tsx';
import classes from './events.module.css';
import { EventsTable } from './events-table.tsx';
import { type eventTabs, openEventStates } from './urls.ts';

const route = getRouteApi('/events');

const tabs = [
  { value: 'all', label: 'All' },
  { value: 'economics', label: 'Pending Economics Events' },
  { value: 'stripe', label: 'Pending Stripe Requests' },
] as const;

const sources: Readonly<Record<(typeof eventTabs)[number], EventSource | null>> = {
  all: null,
  economics: 'INTERNAL',
  stripe: 'STRIPE',
};

/** What came from outside, or of our own accord, and is not done yet. */
export function EventsPage() {
  const { tab = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader
        title="Pending events"
        sentence="What came from outside, or of Purser’s own accord, and is not done: why, and what to do about it."
      />
      <Tabs
        label="Events"
        tabs={tabs}
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next } })}
      >
        {tab === 'stripe' ? (
          <p className={`secondary ${classes.notice}`}>
            These are Stripe’s events. What was asked of Stripe, payments, refunds and reconcile are
            on <Link to="/stripe">Stripe</Link>.
          </p>
        ) : null}
        <Filters />
        <EventList />
      </Tabs>
    </>
  );
}

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <EventFilters
      filter={search}
      onFilter={(filter, isTyped) =>
        void navigate({
          search: (old) => ({ ...old, ...filter, after: undefined }),
          replace: isTyped,
        })
      }
    />
  );
}

function EventList() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { tab = 'all', state } = search;
  const variables = {
    source: sources[tab],
    statuses: state === undefined ? [...openEventStates] : [state.toUpperCase() as EventStatus],
    kind: search.kind ?? null,
    userId: search.user ?? null,
    after: search.after ?? null,
  };
  const query = useQuery(PendingEventsDocument, { variables });
  const isFiltered = [state, search.kind, search.user].some((filter) => filter !== undefined);
  const open = (event: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, event, dialog: undefined }) });
  return (
    <>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ economicsEvents: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <NoEvents filtered={isFiltered} onClear={() => void navigate({ search: { tab } })} />
          ) : (
            <>
              <EventsTable
                events={edges.map((edge) => edge.node)}
                stale={query.data === undefined}
                selected={search.event}
                onOpen={open}
              />
              <Pager
                shown={edges.length}
                total={totalCount}
                noun="events"
                isFirst={search.after === undefined}
                nextCursor={pageInfo.hasNextPage ? pageInfo.endCursor : null}
                onGo={(after) =>
                  void navigate({ search: (old) => ({ ...old, after, event: undefined }) })
                }
              />
              <QueryBehind document={PendingEventsDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
      {search.event ? (
        <EventPanel
          id={search.event}
          retrying={search.dialog === 'retry'}
          onRetry={(retrying) =>
            void navigate({
              search: (old) => ({ ...old, dialog: retrying ? 'retry' : undefined }),
            })
          }
          onClose={() => open(undefined)}
        />
      ) : null}
    </>
  );
}

function NoEvents({
  filtered,
  onClear,
}: {
  readonly filtered: boolean;
  readonly onClear: () => void;
}) {
  if (!filtered)
    return (
      <EmptyState title="Nothing is pending">
        Payments and other events show up here while they wait, and stay when somebody must look.
        What is done has a state of its own above.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No event matches"
      action={
        <button type="button" className="linklike" onClick={onClear}>
          Clear the filters
        </button>
      }
    >
      Kind and user are looked for as a whole.
    </EmptyState>
  );
}

import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Pager } from '../../../components/pager.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { type EventStatus, PendingEventsDocument } from '../../../generated/events/graphql.ts';
import { EventFilters } from '../../events/event-filters.tsx';
import { EventsTable } from '../../events/events-table.tsx';

const route = getRouteApi('/stripe');

/** Everything that Stripe told, done or not. */
export function EventsTab() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { state, kind, user, after, event } = search;
  const variables = {
    source: 'STRIPE' as const,
    statuses: state === undefined ? null : [state.toUpperCase() as EventStatus],
    kind: kind ?? null,
    userId: user ?? null,
    after: after ?? null,
  };
  const query = useQuery(PendingEventsDocument, { variables });
  return (
    <>
      <EventFilters
        filter={search}
        onFilter={(filter, isTyped) =>
          void navigate({
            search: (old) => ({ ...old, ...filter, after: undefined }),
            replace: isTyped,
          })
        }
      />
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ economicsEvents: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title="No event of Stripe">
              None came, or none matches. Kind and user are looked for as a whole.
            </EmptyState>
          ) : (
            <>
              <EventsTable
                events={edges.map(({ node }) => node)}
                stale={query.data === undefined}
                selected={event}
                onOpen={(id) => void navigate({ search: (old) => ({ ...old, event: id }) })}
              />
              <Pager
                shown={edges.length}
                total={totalCount}
                noun="events"
                isFirst={after === undefined}
                nextCursor={pageInfo.hasNextPage ? pageInfo.endCursor : null}
                onGo={(next) => void navigate({ search: (old) => ({ ...old, after: next }) })}
              />
              <QueryBehind document={PendingEventsDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
    </>
  );
}

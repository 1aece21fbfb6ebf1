import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { PendingEventsDocument } from '../../generated/events/graphql.ts';
import { EventsTable } from '../events/events-table.tsx';

const route = getRouteApi('/stripe');

/** What is pending at Stripe is a request of ours, which has a list of its own. */
const openStates = ['RECEIVED', 'FAILED'] as const;

/** Stripe’s events that wait or have failed, newest first. */
export function OpenEvents() {
  const { event, user } = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    source: 'STRIPE' as const,
    statuses: [...openStates],
    kind: null,
    userId: user ?? null,
    after: null,
  };
  const query = useQuery(PendingEventsDocument, { variables });
  return (
    <QueryView query={query}>
      {({ economicsEvents: { edges } }) =>
        edges.length === 0 ? (
          <EmptyState title="Every event is done">
            An event stays here while it waits for another, and when somebody must look.
          </EmptyState>
        ) : (
          <>
            <EventsTable
              events={edges.map(({ node }) => node)}
              stale={false}
              selected={event}
              onOpen={(id) => void navigate({ search: (old) => ({ ...old, event: id }) })}
            />
            <QueryBehind document={PendingEventsDocument} variables={variables} />
          </>
        )
      }
    </QueryView>
  );
}

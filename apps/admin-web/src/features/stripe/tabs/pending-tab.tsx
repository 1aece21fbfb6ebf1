import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { type Choice, FilterBar, FilterChips } from '../../../components/filter-chips.tsx';
import { Pager } from '../../../components/pager.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Section } from '../../../components/section.tsx';
import {
  type StripeRequestStatus,
  StripeRequestsDocument,
} from '../../../generated/stripe/graphql.ts';
import { OpenEvents } from '../open-events.tsx';
import { RequestsTable } from '../requests-table.tsx';
import type { requestStates } from '../urls.ts';

const route = getRouteApi('/stripe');

const states: readonly Choice<(typeof requestStates)[number]>[] = [
  { value: 'pending', label: 'Pending' },
  { value: 'succeeded', label: 'Settled' },
  { value: 'failed', label: 'Failed' },
  { value: 'canceled', label: 'Canceled' },
];

/** What Stripe has not decided, and what it told that is not done: the oldest worry of both in one place. */
export function PendingTab() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <Section title="Requests to Stripe">
        <FilterBar>
          <SearchField
            label="User"
            placeholder="A user id"
            value={search.user}
            onSearch={(user) =>
              void navigate({
                search: (old) => ({ ...old, user, after: undefined }),
                replace: true,
              })
            }
          />
          <FilterChips
            label="State"
            choices={states}
            value={shownState(search.asked)}
            onChange={(asked) =>
              void navigate({
                search: (old) => ({ ...old, asked: asked ?? 'all', after: undefined }),
              })
            }
          />
        </FilterBar>
        <RequestList />
      </Section>
      <Section title="Events that are not done">
        <OpenEvents />
      </Section>
    </>
  );
}

/** Pending is what the page is for; only who takes that chip off sees everything. */
function shownState(asked: (typeof requestStates)[number] | 'all' = 'pending') {
  return asked === 'all' ? undefined : asked;
}

function RequestList() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { asked = 'pending', user, after, request } = search;
  const variables = {
    statuses: asked === 'all' ? null : [asked.toUpperCase() as StripeRequestStatus],
    userId: user ?? null,
    after: after ?? null,
  };
  const query = useQuery(StripeRequestsDocument, { variables });
  return (
    <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
      {({ stripeRequests: { edges, pageInfo, totalCount } }) =>
        edges.length === 0 ? (
          <EmptyState
            title={asked === 'pending' ? 'No request is pending' : 'No request like this'}
          >
            Refunds, cancellations and whatever else is asked of Stripe stay here until it has
            decided.
          </EmptyState>
        ) : (
          <>
            <RequestsTable
              requests={edges.map(({ node }) => node)}
              stale={query.data === undefined}
              selected={request}
              onOpen={(id) => void navigate({ search: (old) => ({ ...old, request: id }) })}
            />
            <Pager
              shown={edges.length}
              total={totalCount}
              noun="requests"
              isFirst={after === undefined}
              nextCursor={pageInfo.hasNextPage ? pageInfo.endCursor : null}
              onGo={(next) => void navigate({ search: (old) => ({ ...old, after: next }) })}
            />
            <QueryBehind document={StripeRequestsDocument} variables={variables} />
          </>
        )
      }
    </QueryView>
  );
}

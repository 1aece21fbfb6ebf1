import { useQuery } from '@apollo/client/react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FilterBar, FilterChips } from '../../../components/filter-chips.tsx';
import { Pager } from '../../../components/pager.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { StripeInvoicesDocument } from '../../../generated/stripe/graphql.ts';
import { InvoicesTable } from '../invoices-table.tsx';

const route = getRouteApi('/stripe');

const overdueChoice = [{ value: 'only', label: 'Failed and not paid yet' }] as const;

/** Invoices of subscriptions: which failed, how often it was tried, when it is tried next, and where to pay. */
export function BillingTab() {
  const { user, overdue, after } = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    userId: user ?? null,
    isOverdue: overdue === undefined ? null : true,
    after: after ?? null,
  };
  const query = useQuery(StripeInvoicesDocument, { variables });
  return (
    <>
      <p className="secondary" style={{ margin: '0 0 16px' }}>
        The subscriptions themselves are on{' '}
        <Link to="/subscriptions" search={{ provider: 'stripe' }}>
          Subscriptions
        </Link>
        .
      </p>
      <FilterBar>
        <SearchField
          label="User"
          placeholder="A user id"
          value={user}
          onSearch={(next) =>
            void navigate({
              search: (old) => ({ ...old, user: next, after: undefined }),
              replace: true,
            })
          }
        />
        <FilterChips
          label="Dunning"
          choices={overdueChoice}
          value={overdue}
          onChange={(next) =>
            void navigate({ search: (old) => ({ ...old, overdue: next, after: undefined }) })
          }
        />
      </FilterBar>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ stripeInvoices: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={overdue ? 'Nothing is overdue' : 'No invoice yet'}>
              Invoices of Stripe’s subscriptions show up here as Stripe makes them.
            </EmptyState>
          ) : (
            <>
              <InvoicesTable
                invoices={edges.map(({ node }) => node)}
                stale={query.data === undefined}
              />
              <Pager
                shown={edges.length}
                total={totalCount}
                noun="invoices"
                isFirst={after === undefined}
                nextCursor={pageInfo.hasNextPage ? pageInfo.endCursor : null}
                onGo={(next) => void navigate({ search: (old) => ({ ...old, after: next }) })}
              />
              <QueryBehind document={StripeInvoicesDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
    </>
  );
}

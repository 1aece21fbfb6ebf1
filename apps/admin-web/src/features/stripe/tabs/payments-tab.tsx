import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FilterBar } from '../../../components/filter-chips.tsx';
import { Pager } from '../../../components/pager.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Section } from '../../../components/section.tsx';
import { StripePaymentsDocument } from '../../../generated/stripe/graphql.ts';
import { DisputesTable } from '../disputes-table.tsx';
import { PaymentsTable } from '../payments-table.tsx';
import { RefundButton } from '../refund-button.tsx';
import { RefundsTable } from '../refunds-table.tsx';

const route = getRouteApi('/stripe');

/** Money that came in by Stripe, what went back, and what is disputed. */
export function PaymentsTab() {
  const { user, after } = route.useSearch();
  const navigate = route.useNavigate();
  const variables = { userId: user ?? null, after: after ?? null };
  const query = useQuery(StripePaymentsDocument, { variables });
  return (
    <>
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
      </FilterBar>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({
          stripePayments: payments,
          stripeRefunds: refunds,
          stripeDisputes: disputes,
          stripeRequests: { edges: waiting },
        }) => (
          <>
            {payments.edges.length === 0 ? (
              <EmptyState title="No payment yet">
                Credits, packages and invoices that are paid at Stripe show up here once they are
                booked.
              </EmptyState>
            ) : (
              <>
                <PaymentsTable
                  payments={payments.edges.map(({ node }) => node)}
                  stale={query.data === undefined}
                  showsUser
                  action={(payment) => (
                    <RefundButton
                      payment={payment}
                      waiting={waiting.find(({ node }) => node.subject === payment.paymentId)?.node}
                      onRefund={(paymentId) =>
                        void navigate({
                          to: '/users/$userId',
                          params: { userId: payment.userId },
                          search: { tab: 'wallet', dialog: 'refund', payment: paymentId },
                        })
                      }
                    />
                  )}
                />
                <Pager
                  shown={payments.edges.length}
                  total={payments.totalCount}
                  noun="payments"
                  isFirst={after === undefined}
                  nextCursor={payments.pageInfo.hasNextPage ? payments.pageInfo.endCursor : null}
                  onGo={(next) => void navigate({ search: (old) => ({ ...old, after: next }) })}
                />
              </>
            )}
            <Section title="Refunds" aside={newest(refunds.totalCount, refunds.edges.length)}>
              {refunds.edges.length === 0 ? (
                <EmptyState title="No refund yet" />
              ) : (
                <RefundsTable refunds={refunds.edges.map(({ node }) => node)} />
              )}
            </Section>
            <Section title="Disputes" aside={newest(disputes.totalCount, disputes.edges.length)}>
              {disputes.edges.length === 0 ? (
                <EmptyState title="No dispute" />
              ) : (
                <DisputesTable disputes={disputes.edges.map(({ node }) => node)} />
              )}
            </Section>
            <QueryBehind document={StripePaymentsDocument} variables={variables} />
          </>
        )}
      </QueryView>
    </>
  );
}

function newest(total: number | null, shown: number): string | null {
  return total !== null && total > shown ? `the newest ${shown} of ${total}` : null;
}

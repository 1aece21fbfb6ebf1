import { useQuery } from '@apollo/client/react';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { PaymentsOfUserDocument } from '../../generated/stripe/graphql.ts';
import { PaymentsTable } from './payments-table.tsx';
import { RefundButton } from './refund-button.tsx';
import { RefundsTable } from './refunds-table.tsx';
import { WaitingRequests } from './waiting-requests.tsx';

/** One user's payments at Stripe with their refunds, and what of it Stripe has not decided yet. */
export function UserPayments({
  userId,
  onRefund,
}: {
  readonly userId: string;
  readonly onRefund: (paymentId: string) => void;
}) {
  const variables = { userId };
  const query = useQuery(PaymentsOfUserDocument, { variables });
  return (
    <QueryView query={query}>
      {({ stripePayments, stripeRefunds, stripeRequests }) => {
        const waiting = stripeRequests.edges.map(({ node }) => node);
        const refunds = stripeRefunds.edges.map(({ node }) => node);
        return (
          <>
            <Section title="Payments at Stripe">
              <WaitingRequests requests={waiting} />
              {stripePayments.edges.length === 0 ? (
                <EmptyState title="No payment yet">
                  Credits and packages that this user pays for at Stripe show up here.
                </EmptyState>
              ) : (
                <PaymentsTable
                  payments={stripePayments.edges.map(({ node }) => node)}
                  action={(payment) => (
                    <RefundButton
                      payment={payment}
                      waiting={waiting.find(({ subject }) => subject === payment.paymentId)}
                      onRefund={onRefund}
                    />
                  )}
                />
              )}
            </Section>
            {refunds.length > 0 ? (
              <Section title="Refunds">
                <RefundsTable refunds={refunds} />
              </Section>
            ) : null}
            <QueryBehind document={PaymentsOfUserDocument} variables={variables} />
          </>
        );
      }}
    </QueryView>
  );
}

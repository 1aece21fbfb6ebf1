import { useQuery } from '@apollo/client/react';
import { Link } from '@tanstack/react-router';
import { CopyText } from '../../components/copy-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Money } from '../../components/money.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { StripeRequestDetailDocument } from '../../generated/stripe/graphql.ts';
import { CheckNow } from './check-now.tsx';
import { RequestBadge } from './request-badge.tsx';
import { type RequestDetail, RequestLine } from './request-line.tsx';
import { requestKindWords } from './request-words.ts';
import { StripeId } from './stripe-id.tsx';

/** One request to Stripe whole: who asked and why, how far it has come, and what to do about it. */
export function RequestPanel({
  id,
  onClose,
}: {
  readonly id: string;
  readonly onClose: () => void;
}) {
  const query = useQuery(StripeRequestDetailDocument, { variables: { id } });
  return (
    <SidePanel title="Request to Stripe" onClose={onClose}>
      <QueryView query={query}>
        {({ node }) =>
          node?.__typename !== 'StripeRequest' ? (
            <EmptyState title="There is no such request" />
          ) : (
            <>
              <Facts facts={factsOf(node)} />
              {node.status === 'PENDING' ? (
                <p>
                  <CheckNow requestId={node.requestId} />
                </p>
              ) : null}
              <Section title="How far it has come">
                <RequestLine request={node} />
              </Section>
              <QueryBehind document={StripeRequestDetailDocument} variables={{ id }} />
            </>
          )
        }
      </QueryView>
    </SidePanel>
  );
}

function factsOf(request: RequestDetail): readonly Fact[] {
  const { userId, amountUsd, subject, error } = request;
  return [
    { term: 'State', value: <RequestBadge request={request} /> },
    ...(error === null ? [] : [{ term: 'Last error', value: error }]),
    { term: 'What', value: requestKindWords[request.kind] },
    {
      term: 'User',
      value: (
        <Link to="/users/$userId" params={{ userId }}>
          {userId}
        </Link>
      ),
    },
    ...(amountUsd === null ? [] : [{ term: 'Amount', value: <Money amount={amountUsd} /> }]),
    ...(subject === '' ? [] : [{ term: 'About', value: <StripeId id={subject} /> }]),
    { term: 'Asked by', value: <code>{request.actor}</code> },
    { term: 'Why', value: request.reason },
    { term: 'Calls left without an answer', value: String(request.calls) },
    { term: 'Asked again', value: <TimeAgo at={request.nextCallAt} none="not by itself" /> },
    { term: 'Its id here', value: <CopyText text={request.requestId} what="request id" /> },
  ];
}

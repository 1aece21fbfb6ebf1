import { TimeAgo } from '../../components/time-ago.tsx';
import type { RequestFieldsFragment } from '../../generated/fragments/graphql.ts';
import { CheckNow } from './check-now.tsx';
import { RequestBadge } from './request-badge.tsx';
import { requestKindWords } from './request-words.ts';
import classes from './stripe.module.css';

/** What Stripe has not decided yet of one user's affairs; nothing where there is none. */
export function WaitingRequests({
  requests,
}: {
  readonly requests: readonly RequestFieldsFragment[];
}) {
  if (requests.length === 0) return null;
  return (
    <ul className={classes.waiting} aria-label="At Stripe">
      {requests.map((request) => (
        <li key={request.id}>
          <RequestBadge request={request} />
          <span>
            {requestKindWords[request.kind]} requested <TimeAgo at={request.createdAt} />
            {request.error === null ? null : `: ${request.error}`}
          </span>
          <CheckNow requestId={request.requestId} />
        </li>
      ))}
    </ul>
  );
}

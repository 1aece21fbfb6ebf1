import { Link } from '@tanstack/react-router';
import { CopyText } from '../../components/copy-text.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { UserHeaderQuery } from '../../generated/users/graphql.ts';
import { UserActions } from './user-actions.tsx';

type User = NonNullable<UserHeaderQuery['user']>;

const sourceWords: Readonly<Record<string, string>> = {
  role: 'chosen by their role',
  subscription: 'by their active subscription',
  default: 'the project’s default, as no subscription is active',
  asked: 'asked for',
  fallback: 'which has no active policy, so the fallback limits apply',
};

/** Who it is, which plan rules and how it was chosen, and what can be done. */
export function UserHeader({ user }: { readonly user: User }) {
  const funding = user.plan?.projectFunded
    ? 'The project pays for it.'
    : 'The project does not pay for it.';
  return (
    <PageHeader
      documentTitle={user.userId}
      trail={<Link to="/users">Users</Link>}
      title={
        <>
          <CopyText text={user.userId} what="user id" />
          {user.suspendedAt ? <StatusBadge tone="broken">suspended</StatusBadge> : null}
          {user.role === 'REGISTERED' ? null : (
            <StatusBadge tone="info">{user.role.toLowerCase()}</StatusBadge>
          )}
        </>
      }
      sentence={
        <>
          On plan{' '}
          <Link to="/plans" search={{ plan: user.planId }}>
            {user.plan?.name ?? user.planId}
          </Link>
          , {sourceWords[user.planSource] ?? user.planSource}. {funding} First seen{' '}
          <TimeAgo at={user.createdAt} />.
          {user.suspendedAt ? (
            <>
              {' '}
              Suspended <TimeAgo at={user.suspendedAt} />:{' '}
              {user.suspendedReason ?? 'no reason was given'}.
            </>
          ) : null}
        </>
      }
      actions={<UserActions suspended={user.suspendedAt !== null} />}
    />
  );
}

import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { UserGrantsDocument, type UserGrantsQuery } from '../../../generated/users/graphql.ts';
import { useMay } from '../../../session/session-provider.tsx';
import { grantWords } from './grant-words.ts';

const route = getRouteApi('/users/$userId');

type Grant = NonNullable<UserGrantsQuery['user']>['grants']['edges'][number]['node'];

/** Every grant the user ever got: what it changes, until when, from whom; live ones can be revoked. */
export function GrantsTab({ userId }: { readonly userId: string }) {
  const query = useQuery(UserGrantsDocument, { variables: { userId } });
  const navigate = route.useNavigate();
  const mayRevoke = useMay('grant:write');
  const revoke = (grantId: string) =>
    void navigate({ search: (old) => ({ ...old, revoke: grantId }) });
  return (
    <QueryView query={query}>
      {({ user }) => {
        const grants = user?.grants.edges.map((edge) => edge.node) ?? [];
        if (grants.length === 0)
          return (
            <EmptyState title="No grant yet">
              A grant raises or replaces limits for one user: a trial, a top-up, something bought.
            </EmptyState>
          );
        return (
          <>
            <DataTable
              label="Grants"
              rows={grants}
              rowKey={(grant) => grant.id}
              rowTone={(grant) => (grant.isActive ? undefined : 'muted')}
              columns={mayRevoke ? [...columns, revokeColumn(revoke)] : columns}
            />
            <QueryBehind document={UserGrantsDocument} variables={{ userId }} />
          </>
        );
      }}
    </QueryView>
  );
}

const columns: readonly Column<Grant>[] = [
  { key: 'state', header: 'State', width: '96px', cell: (grant) => <GrantState grant={grant} /> },
  { key: 'what', header: 'What it changes', cell: (grant) => grantWords(grant) },
  {
    key: 'bundle',
    header: 'Bundle',
    show: 'medium',
    width: '96px',
    cell: (grant) => (grant.bundleId === '*' ? 'all' : <code>{grant.bundleId}</code>),
  },
  {
    key: 'source',
    header: 'Source',
    show: 'medium',
    width: '96px',
    cell: (grant) => grant.source.toLowerCase(),
  },
  {
    key: 'notes',
    header: 'Notes',
    show: 'wide',
    cell: (grant) => <span className="secondary">{grant.notes ?? '–'}</span>,
  },
  {
    key: 'until',
    header: 'Ends',
    width: '104px',
    cell: (grant) => <TimeAgo at={grant.revokedAt ?? grant.expiresAt} />,
  },
  {
    key: 'made',
    header: 'Made',
    show: 'medium',
    width: '96px',
    cell: (grant) => <TimeAgo at={grant.createdAt} />,
  },
];

function GrantState({ grant }: { readonly grant: Grant }) {
  if (grant.revokedAt) return <StatusBadge tone="neutral">revoked</StatusBadge>;
  if (grant.isExpired) return <StatusBadge tone="neutral">expired</StatusBadge>;
  return <StatusBadge tone="ok">active</StatusBadge>;
}

function revokeColumn(revoke: (grantId: string) => void): Column<Grant> {
  return {
    key: 'revoke',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '84px',
    cell: (grant) =>
      grant.isActive ? (
        <Button
          variant="subtle"
          color="brick"
          size="compact-xs"
          onClick={() => revoke(grant.grantId)}
        >
          Revoke
        </Button>
      ) : null,
  };
}

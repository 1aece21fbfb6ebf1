import { useQuery } from '@apollo/client/react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Pager } from '../../../components/pager.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { UserAuditDocument, type UserAuditQuery } from '../../../generated/users/graphql.ts';

const route = getRouteApi('/users/$userId');

type Entry = NonNullable<NonNullable<UserAuditQuery['user']>['audit']>['edges'][number]['node'];

const columns: readonly Column<Entry>[] = [
  { key: 'at', header: 'When', width: '104px', cell: (entry) => <TimeAgo at={entry.recordedAt} /> },
  {
    key: 'action',
    header: 'What',
    width: '180px',
    cell: (entry) => (
      <Link to="/audit" search={{ entry: entry.id }}>
        {entry.action}
      </Link>
    ),
  },
  { key: 'reason', header: 'Why', cell: (entry) => entry.reason },
  {
    key: 'actor',
    header: 'Who',
    show: 'medium',
    width: '240px',
    cell: (entry) => <code>{entry.actor}</code>,
  },
];

/** What operators and systems did to this user, and why. */
export function AuditTab({ userId }: { readonly userId: string }) {
  const { after } = route.useSearch();
  const navigate = route.useNavigate();
  const variables = { userId, after: after ?? null };
  const query = useQuery(UserAuditDocument, { variables });
  return (
    <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
      {({ user }) => {
        const entries = user?.audit?.edges.map((edge) => edge.node) ?? [];
        if (entries.length === 0)
          return (
            <EmptyState title="Nothing was done to this user yet">
              Grants, credits, suspensions and everything else an operator does show up here with
              who, when and why.
            </EmptyState>
          );
        return (
          <>
            <DataTable
              label="Audit entries"
              columns={columns}
              rows={entries}
              rowKey={(entry) => entry.id}
            />
            <Pager
              shown={entries.length}
              total={null}
              noun="entries"
              isFirst={after === undefined}
              nextCursor={user?.audit?.pageInfo.hasNextPage ? user.audit.pageInfo.endCursor : null}
              onGo={(cursor) => void navigate({ search: (old) => ({ ...old, after: cursor }) })}
            />
            <QueryBehind document={UserAuditDocument} variables={variables} />
          </>
        );
      }}
    </QueryView>
  );
}

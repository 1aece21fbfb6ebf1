import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { type UserStatus, UsersDocument } from '../../generated/users/graphql.ts';
import { UserFilters } from './user-filters.tsx';
import { UsersTable } from './users-table.tsx';

const route = getRouteApi('/users');

/** Everybody who ever asked for a turn, found by a part of their id, a plan or a state. */
export function UsersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    search: search.q ?? null,
    planId: search.plan ?? null,
    status: (search.status?.toUpperCase() as UserStatus | undefined) ?? null,
    after: search.after ?? null,
  };
  const query = useQuery(UsersDocument, { variables });
  const data = query.data ?? query.previousData;
  const filtered =
    search.q !== undefined || search.status !== undefined || search.plan !== undefined;
  return (
    <>
      <PageHeader
        title="Users"
        sentence="Everybody who ever asked for a turn, what they may use, and what they used today."
      />
      <UserFilters />
      <QueryView query={{ ...query, data }}>
        {({ users }) =>
          users.edges.length === 0 ? (
            <NoUsers filtered={filtered} onClear={() => void navigate({ search: {} })} />
          ) : (
            <>
              <UsersTable
                users={users.edges.map((edge) => edge.node)}
                stale={query.data === undefined}
              />
              <Pager
                shown={users.edges.length}
                total={users.totalCount}
                noun="users"
                isFirst={search.after === undefined}
                nextCursor={users.pageInfo.hasNextPage ? users.pageInfo.endCursor : null}
                onGo={(after) => void navigate({ search: (old) => ({ ...old, after }) })}
              />
              <QueryBehind document={UsersDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
    </>
  );
}

function NoUsers({
  filtered,
  onClear,
}: {
  readonly filtered: boolean;
  readonly onClear: () => void;
}) {
  if (!filtered) {
    return (
      <EmptyState title="Nobody has asked for a turn yet">
        A user exists from the first turn they ask for; nothing has to be made here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No user matches"
      action={
        <button type="button" className="linklike" onClick={onClear}>
          Clear the filters
        </button>
      }
    >
      The search looks for a part of the user id.
    </EmptyState>
  );
}

import { useQuery } from '@apollo/client/react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { type DenialFieldsFragment, DenialsDocument } from '../../generated/turns/graphql.ts';
import { denialHeadline, denialSentence, readDenialReasons } from '../../lib/denials.ts';

const route = getRouteApi('/turns');

const columns: readonly Column<DenialFieldsFragment>[] = [
  {
    key: 'at',
    header: 'Denied',
    width: '100px',
    cell: (denial) => <TimeAgo at={denial.deniedAt} />,
  },
  {
    key: 'user',
    header: 'User',
    width: '220px',
    cell: (denial) => (
      <Link
        to="/users/$userId"
        params={{ userId: denial.userId }}
        search={{ tab: 'turns', turn: denial.turnId }}
        className="mono"
      >
        {denial.userId}
      </Link>
    ),
  },
  { key: 'why', header: 'Why', cell: (denial) => <Why denial={denial} /> },
  { key: 'plan', header: 'Plan', show: 'wide', width: '112px', cell: (denial) => denial.planId },
  {
    key: 'turn',
    header: 'Turn',
    show: 'wide',
    width: '220px',
    cell: (denial) => (
      <Link to="/turns/$turnId" params={{ turnId: denial.turnId }} className="mono">
        {denial.turnId}
      </Link>
    ),
  },
];

export function DenialsList() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    userId: search.user ?? null,
    reason: search.reason ?? null,
    after: search.after ?? null,
  };
  const query = useQuery(DenialsDocument, { variables });
  return (
    <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
      {({ denials }) => {
        const rows = denials.edges.map((edge) => edge.node);
        if (rows.length === 0)
          return (
            <EmptyState title="Nobody was denied">No admission matches this filter.</EmptyState>
          );
        return (
          <>
            <DataTable
              label="Denials"
              columns={columns}
              rows={rows}
              rowKey={(denial) => denial.id}
              stale={query.data === undefined}
              onOpen={(denial) =>
                void navigate({ to: '/turns/$turnId', params: { turnId: denial.turnId } })
              }
            />
            <Pager
              shown={rows.length}
              total={denials.totalCount}
              noun="denials"
              isFirst={search.after === undefined}
              nextCursor={denials.pageInfo.hasNextPage ? denials.pageInfo.endCursor : null}
              onGo={(after) => void navigate({ search: (old) => ({ ...old, after }) })}
            />
            <QueryBehind document={DenialsDocument} variables={variables} />
          </>
        );
      }}
    </QueryView>
  );
}

function Why({ denial }: { readonly denial: DenialFieldsFragment }) {
  const [first] = readDenialReasons(denial.denials);
  const sentence = first ? denialSentence(first) : '';
  return (
    <>
      {denialHeadline(denial.reasons[0] ?? 'denied')}
      {sentence ? <span className="secondary"> · {sentence}</span> : null}
    </>
  );
}

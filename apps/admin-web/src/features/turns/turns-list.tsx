import { useQuery } from '@apollo/client/react';
import { formatCount } from '@purser/domain/money/format-usd';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Money } from '../../components/money.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { TurnStateBadge } from '../../components/turn-state-badge.tsx';
import {
  type TurnRowFieldsFragment,
  type TurnState,
  TurnsDocument,
} from '../../generated/turns/graphql.ts';

const route = getRouteApi('/turns');
const none = <span className="secondary">–</span>;

const columns: readonly Column<TurnRowFieldsFragment>[] = [
  {
    key: 'at',
    header: 'Admitted',
    width: '100px',
    cell: (turn) => <TimeAgo at={turn.admittedAt} />,
  },
  {
    key: 'state',
    header: 'State',
    width: '104px',
    cell: (turn) => <TurnStateBadge state={turn.state} />,
  },
  {
    key: 'turn',
    header: 'Turn',
    cell: (turn) => (
      <Link to="/turns/$turnId" params={{ turnId: turn.turnId }} className="mono">
        {turn.turnId}
      </Link>
    ),
  },
  {
    key: 'user',
    header: 'User',
    show: 'medium',
    cell: (turn) => (
      <Link to="/users/$userId" params={{ userId: turn.userId }} className="mono">
        {turn.userId}
      </Link>
    ),
  },
  { key: 'plan', header: 'Plan', show: 'wide', width: '112px', cell: (turn) => turn.planId },
  {
    key: 'providers',
    header: 'Provider',
    show: 'medium',
    width: '120px',
    cell: (turn) => turn.providers.join(', ') || none,
  },
  {
    key: 'tokens',
    header: 'Tokens',
    align: 'end',
    show: 'wide',
    width: '92px',
    cell: (turn) => formatCount(BigInt(turn.tokensCharged ?? turn.estimateTokens)),
  },
  {
    key: 'cost',
    header: 'Cost',
    align: 'end',
    width: '84px',
    cell: (turn) => (turn.costUsd === null ? none : <Money amount={turn.costUsd} />),
  },
];

export function TurnsList() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    userId: search.user ?? null,
    state: (search.state?.toUpperCase() as TurnState | undefined) ?? null,
    after: search.after ?? null,
  };
  const query = useQuery(TurnsDocument, { variables });
  return (
    <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
      {({ turns }) => {
        const rows = turns.edges.map((edge) => edge.node);
        if (rows.length === 0)
          return (
            <EmptyState title="No turn matches">
              Turns show up here the moment they are admitted.
            </EmptyState>
          );
        return (
          <>
            <DataTable
              label="Turns"
              columns={columns}
              rows={rows}
              rowKey={(turn) => turn.id}
              stale={query.data === undefined}
              onOpen={(turn) =>
                void navigate({ to: '/turns/$turnId', params: { turnId: turn.turnId } })
              }
            />
            <Pager
              shown={rows.length}
              total={turns.totalCount}
              noun="turns"
              isFirst={search.after === undefined}
              nextCursor={turns.pageInfo.hasNextPage ? turns.pageInfo.endCursor : null}
              onGo={(after) => void navigate({ search: (old) => ({ ...old, after }) })}
            />
            <QueryBehind document={TurnsDocument} variables={variables} />
          </>
        );
      }}
    </QueryView>
  );
}

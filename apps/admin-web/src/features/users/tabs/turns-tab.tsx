import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Pager } from '../../../components/pager.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { SidePanel } from '../../../components/side-panel.tsx';
import { TurnLine } from '../../../components/turn-line/turn-line.tsx';
import { UserTurnLineageDocument, UserTurnsDocument } from '../../../generated/users/graphql.ts';
import { Remedies } from './remedies.tsx';
import { turnRows } from './turn-rows.ts';
import { TurnsTable } from './turns-table.tsx';

const route = getRouteApi('/users/$userId');

/** What the user asked for, admitted or denied, newest first; a row opens its line. */
export function TurnsTab({ userId }: { readonly userId: string }) {
  const { after, turn } = route.useSearch();
  const navigate = route.useNavigate();
  const variables = { userId, after: after ?? null };
  const query = useQuery(UserTurnsDocument, { variables });
  const open = (turnId: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, turn: turnId }) });
  return (
    <>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ user }) => {
          const turns = user?.turns.edges.map((edge) => edge.node) ?? [];
          const pageInfo = user?.turns.pageInfo;
          const page = { isFirst: after === undefined, isLast: pageInfo?.hasNextPage !== true };
          const rows = turnRows(turns, user?.denials.edges.map((edge) => edge.node) ?? [], page);
          if (rows.length === 0)
            return (
              <EmptyState title="No turn yet">
                This user has not asked for a turn so far.
              </EmptyState>
            );
          return (
            <>
              <TurnsTable rows={rows} selected={turn} onOpen={open} />
              <Pager
                shown={rows.length}
                total={null}
                noun="rows"
                isFirst={page.isFirst}
                nextCursor={page.isLast ? null : (pageInfo?.endCursor ?? null)}
                onGo={(cursor) => void navigate({ search: (old) => ({ ...old, after: cursor }) })}
              />
              <QueryBehind document={UserTurnsDocument} variables={variables} />
            </>
          );
        }}
      </QueryView>
      {turn ? <TurnPanel turnId={turn} onClose={() => open(undefined)} /> : null}
    </>
  );
}

function TurnPanel({ turnId, onClose }: { readonly turnId: string; readonly onClose: () => void }) {
  const query = useQuery(UserTurnLineageDocument, { variables: { turnId } });
  return (
    <SidePanel
      title={
        <>
          Turn <code>{turnId}</code>
        </>
      }
      onClose={onClose}
    >
      <QueryView query={query}>
        {({ turn }) => (
          <>
            <TurnLine lineage={turn} />
            {turn.denials.length > 0 ? <Remedies denials={turn.denials} /> : null}
            <QueryBehind document={UserTurnLineageDocument} variables={{ turnId }} />
          </>
        )}
      </QueryView>
    </SidePanel>
  );
}

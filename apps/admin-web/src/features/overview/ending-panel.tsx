import { useQuery } from '@apollo/client/react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import {
  OverviewEndingDocument,
  type OverviewEndingQuery,
} from '../../generated/overview/graphql.ts';
import { endingTab } from './ending-tab.ts';

type Item = OverviewEndingQuery['expiringGrants']['edges'][number]['node'];

const columns: readonly Column<Item>[] = [
  {
    key: 'user',
    header: 'User',
    cell: ({ userId, kind }) => (
      <Link
        to="/users/$userId"
        params={{ userId }}
        search={{ tab: endingTab[kind] }}
        className="mono"
      >
        {userId}
      </Link>
    ),
  },
  { key: 'what', header: 'What ends', cell: ({ label }) => label },
  {
    key: 'when',
    header: 'When',
    align: 'end',
    width: '100px',
    cell: ({ expiresAt }) => <TimeAgo at={expiresAt} />,
  },
];

/** Everything behind the figure: each grant, lot and subscription that ends within seven days. */
export function EndingPanel({ onClose }: { readonly onClose: () => void }) {
  const [after, setAfter] = useState<string>();
  const variables = { after: after ?? null };
  const query = useQuery(OverviewEndingDocument, { variables });
  return (
    <SidePanel title="Ending within 7 days" onClose={onClose}>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ expiringGrants: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title="Nothing ends within 7 days" />
          ) : (
            <>
              <DataTable
                label="What ends soon"
                columns={columns}
                rows={edges.map((edge) => edge.node)}
                rowKey={({ kind, itemId }) => `${kind} ${itemId}`}
              />
              <Pager
                shown={edges.length}
                total={totalCount}
                noun="rows"
                isFirst={after === undefined}
                nextCursor={pageInfo.hasNextPage ? pageInfo.endCursor : null}
                onGo={setAfter}
              />
            </>
          )
        }
      </QueryView>
      <QueryBehind document={OverviewEndingDocument} variables={variables} />
    </SidePanel>
  );
}

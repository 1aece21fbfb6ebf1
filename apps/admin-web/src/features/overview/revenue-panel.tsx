import { useQuery } from '@apollo/client/react';
import { formatCount } from '@purser/domain/money/format-usd';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Money } from '../../components/money.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import {
  OverviewRevenueDocument,
  type OverviewRevenueQuery,
} from '../../generated/overview/graphql.ts';

type Source = OverviewRevenueQuery['revenue']['bySource'][number];

const columns: readonly Column<Source>[] = [
  { key: 'source', header: 'Bought', cell: ({ source }) => source.replaceAll('_', ' ') },
  {
    key: 'count',
    header: 'Purchases',
    align: 'end',
    cell: ({ purchaseCount }) => formatCount(purchaseCount),
  },
  {
    key: 'total',
    header: 'Paid',
    align: 'end',
    cell: ({ totalUsd }) => <Money amount={totalUsd} />,
  },
];

const rangeMs = 30 * 86_400_000;

type RevenuePanelProps = { readonly now: string; readonly onClose: () => void };

/** What users paid in the last 30 days, by where it came from, with the ways to each purchase. */
export function RevenuePanel({ now, onClose }: RevenuePanelProps) {
  // One question while the panel is open, however often the page asks for the time.
  const [range] = useState(() => ({
    from: new Date(Date.parse(now) - rangeMs).toISOString(),
    to: now,
  }));
  const query = useQuery(OverviewRevenueDocument, { variables: { range } });
  return (
    <SidePanel title="Revenue, 30 days" onClose={onClose}>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ revenue }) =>
          revenue.bySource.length === 0 ? (
            <EmptyState title="Nobody bought anything in 30 days" />
          ) : (
            <DataTable
              label="Revenue by source"
              columns={columns}
              rows={revenue.bySource}
              rowKey={({ source }) => source}
              totals={
                <tr>
                  <td>Sum</td>
                  <td data-align="end">{formatCount(revenue.purchaseCount)}</td>
                  <td data-align="end">
                    <Money amount={revenue.totalUsd} />
                  </td>
                </tr>
              }
            />
          )
        }
      </QueryView>
      <p className="secondary small">
        Credits stand in the <Link to="/wallets">wallets</Link>, paid for by{' '}
        <Link to="/ledger" search={{ kind: 'funding' }}>
          funding
        </Link>
        ; a bought grant stands with its price on its <Link to="/users">user’s page</Link>.
      </p>
      <QueryBehind document={OverviewRevenueDocument} variables={{ range }} />
    </SidePanel>
  );
}

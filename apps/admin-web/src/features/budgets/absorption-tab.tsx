import { useQuery } from '@apollo/client/react';
import { SegmentedControl } from '@mantine/core';
import { formatCount } from '@purser/domain/money/format-usd';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterBar } from '../../components/filter-chips.tsx';
import { Money } from '../../components/money.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import {
  AbsorptionDocument,
  type AbsorptionGroup,
  type AbsorptionQuery,
} from '../../generated/budgets/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';
import { utcDate } from '../../lib/instants.ts';

const route = getRouteApi('/budgets');

type Row = AbsorptionQuery['projectBudget']['absorption'][number];

const groups = [
  { value: 'none', label: 'By day' },
  { value: 'user', label: 'By day and user' },
  { value: 'bundle', label: 'By day and bundle' },
];

/** What the project paid because nobody else could, and why. */
export function AbsorptionTab() {
  const { group } = route.useSearch();
  const navigate = route.useNavigate();
  const variables = { groupBy: (group ?? 'none').toUpperCase() as AbsorptionGroup };
  const query = useQuery(AbsorptionDocument, { variables });
  const choose = (value: string) =>
    void navigate({
      search: (old) => ({
        ...old,
        group: value === 'user' || value === 'bundle' ? value : undefined,
      }),
    });
  return (
    <>
      <FilterBar>
        <SegmentedControl
          aria-label="Grouped"
          data={groups}
          value={group ?? 'none'}
          onChange={choose}
        />
        <span className="secondary small">
          the last 30 days, UTC · <Link to="/budgets">show me the movements</Link> · download{' '}
          <a href={reportUrl(group, 'json')} download={`absorption-${group ?? 'day'}.json`}>
            JSON
          </a>{' '}
          <a href={reportUrl(group, 'csv')} download={`absorption-${group ?? 'day'}.csv`}>
            CSV
          </a>
        </span>
      </FilterBar>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ projectBudget: { absorption } }) =>
          absorption.length === 0 ? (
            <EmptyState title="Nothing was absorbed in the last 30 days">
              The project absorbs what a turn cost beyond what its user’s plan, period and wallet
              could pay.
            </EmptyState>
          ) : (
            <>
              <DataTable
                label="Absorbed"
                columns={columnsFor(group)}
                rows={absorption}
                rowKey={(row) => `${row.periodStart} ${row.groupKey ?? ''}`}
                totals={<AbsorptionTotals rows={absorption} grouped={group !== undefined} />}
              />
              <QueryBehind document={AbsorptionDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
    </>
  );
}

/** The same report over REST, which answers a program as it answers this page. */
function reportUrl(group: 'user' | 'bundle' | undefined, format: 'json' | 'csv'): string {
  const question = { period: 'day', group_by: group ?? 'none', days: '30', format };
  return `/api/v1/admin/control-plane/app-budget/absorption-report?${new URLSearchParams(question)}`;
}

type TotalsProps = { readonly rows: readonly Row[]; readonly grouped: boolean };

/** What was paid back at Stripe and had been spent. */
function backAtStripe({ refundShortUsd, disputeShortUsd }: Row): bigint {
  return microUsd(refundShortUsd) + microUsd(disputeShortUsd);
}

/** The sums of the columns, under them. */
function AbsorptionTotals({ rows, grouped }: TotalsProps) {
  const sum = (of: (row: Row) => string) =>
    rows.reduce((total, row) => total + microUsd(of(row)), 0n);
  return (
    <tr>
      <td colSpan={grouped ? 2 : 1}>Sum</td>
      <td data-align="end">
        <Money amount={sum((row) => row.walletShortUsd)} />
      </td>
      <td data-align="end" data-show="medium">
        <Money amount={sum((row) => row.subscriptionOverageUsd)} />
      </td>
      <td data-align="end" data-show="medium">
        <Money amount={sum((row) => row.freePlanUsd)} />
      </td>
      <td data-align="end" data-show="medium">
        <Money amount={rows.reduce((total, row) => total + backAtStripe(row), 0n)} />
      </td>
      <td data-align="end">
        <Money amount={sum((row) => row.totalUsd)} />
      </td>
      <td data-align="end">{formatCount(rows.reduce((total, row) => total + row.events, 0))}</td>
    </tr>
  );
}

function columnsFor(group: 'user' | 'bundle' | undefined): readonly Column<Row>[] {
  return [
    {
      key: 'day',
      header: 'Day (UTC)',
      width: '128px',
      cell: (row) => utcDate(Date.parse(row.periodStart)),
    },
    ...(group
      ? [
          {
            key: 'group',
            header: group === 'user' ? 'User' : 'Bundle',
            cell: (row: Row) => <Group group={group} name={row.groupKey} />,
          },
        ]
      : []),
    {
      key: 'short',
      header: 'Wallet short',
      align: 'end',
      cell: (row) => <Money amount={row.walletShortUsd} />,
    },
    {
      key: 'overage',
      header: 'Over the period',
      align: 'end',
      show: 'medium',
      cell: (row) => <Money amount={row.subscriptionOverageUsd} />,
    },
    {
      key: 'free',
      header: 'Free plan',
      align: 'end',
      show: 'medium',
      cell: (row) => <Money amount={row.freePlanUsd} />,
    },
    {
      key: 'stripe',
      header: 'Refunds, disputes',
      align: 'end',
      show: 'medium',
      cell: (row) => <Money amount={backAtStripe(row)} />,
    },
    {
      key: 'total',
      header: 'In all',
      align: 'end',
      cell: (row) => <Money amount={row.totalUsd} />,
    },
    {
      key: 'events',
      header: 'Turns',
      align: 'end',
      width: '72px',
      cell: (row) => formatCount(row.events),
    },
  ];
}

function Group({
  group,
  name,
}: {
  readonly group: 'user' | 'bundle';
  readonly name: string | null;
}) {
  if (name === null) return <span className="secondary">none</span>;
  if (group === 'bundle') return <code>{name}</code>;
  return (
    <Link to="/users/$userId" params={{ userId: name }}>
      <code>{name}</code>
    </Link>
  );
}

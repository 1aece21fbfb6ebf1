import { useQuery } from '@apollo/client/react';
import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { chartData } from '../../components/chart/series.ts';
import { SpendChart } from '../../components/chart/spend-chart.tsx';
import { SpendTable } from '../../components/chart/spend-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import {
  OverviewProvidersDocument,
  OverviewSpendDocument,
} from '../../generated/overview/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';
import { dailyBudget } from './daily-budget.ts';
import {
  type SpendBy,
  type SpendRange,
  spendVariables,
  spendWindow,
  todayWindow,
} from './spend-range.ts';

const route = getRouteApi('/');

const ranges = [
  { value: '1d', label: '24 h' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
];
const groups = [
  { value: 'provider', label: 'Provider' },
  { value: 'bundle', label: 'Bundle' },
  { value: 'plan', label: 'Plan' },
  { value: 'source', label: 'Who paid' },
];

/** Spending over time, split one way, as columns or as the table of the same numbers. */
export function SpendSection({ now }: { readonly now: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const range = search.range ?? '30d';
  const by = search.by ?? 'provider';
  const nowMs = Date.parse(now);
  const window = range === '1d' ? todayWindow(nowMs) : spendWindow(range as SpendRange, nowMs);
  const variables = spendVariables(window, by as SpendBy);
  const query = useQuery(OverviewSpendDocument, { variables });
  const providers = useQuery(OverviewProvidersDocument, { skip: by !== 'provider' });
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <Section
      title="Spending"
      framed
      aside={
        <>
          <SegmentedControl
            aria-label="Split by"
            data={groups}
            value={by}
            onChange={(value) => set({ by: value as SpendBy })}
          />
          <SegmentedControl
            aria-label="Range"
            data={ranges}
            value={range}
            onChange={(value) => set({ range: value as SpendRange })}
          />
          <SegmentedControl
            aria-label="Shown as"
            data={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
            value={search.view ?? 'chart'}
            onChange={(value) => set({ view: value === 'table' ? 'table' : undefined })}
          />
        </>
      }
    >
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ spend }) => {
          if (spend.length === 0)
            return (
              <EmptyState title="Nothing was spent in this range">
                Turns that settle show up here within seconds.
              </EmptyState>
            );
          const points = spend.map((point) => ({
            bucketStartMs: Date.parse(point.bucketStart),
            group: point.group,
            amountMicroUsd: microUsd(point.amountUsd),
          }));
          const data = chartData(points, window);
          const label = `Spending per ${window.bucket} by ${by === 'source' ? 'who paid' : by}`;
          return search.view === 'table' ? (
            <SpendTable data={data} bucket={window.bucket} label={label} />
          ) : (
            <SpendChart
              data={data}
              bucket={window.bucket}
              label={label}
              budget={
                by === 'provider' && window.bucket === 'day'
                  ? dailyBudget(providers.data?.providerBudgets ?? [], data)
                  : null
              }
            />
          );
        }}
      </QueryView>
      <QueryBehind document={OverviewSpendDocument} variables={variables} />
    </Section>
  );
}

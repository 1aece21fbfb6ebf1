import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Money } from '../../components/money.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import {
  ProviderPoliciesDocument,
  type ProviderPoliciesQuery,
} from '../../generated/plans/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import classes from './plans.module.css';

const route = getRouteApi('/plans');

export type ProviderPolicy = ProviderPoliciesQuery['budgetPolicies']['edges'][number]['node'];

const columns: readonly Column<ProviderPolicy>[] = [
  {
    key: 'provider',
    header: 'Provider',
    cell: (policy) => (
      <>
        <b style={{ fontWeight: 600 }}>{policy.provider}</b>
        {policy.bundleId === '*' ? null : (
          <>
            {' in '}
            <code>{policy.bundleId}</code>
          </>
        )}
      </>
    ),
  },
  {
    key: 'hour',
    header: 'An hour',
    align: 'end',
    cell: (policy) => <Cap amount={policy.usdPerHour} />,
  },
  {
    key: 'day',
    header: 'A day',
    align: 'end',
    cell: (policy) => <Cap amount={policy.usdPerDay} />,
  },
  {
    key: 'month',
    header: 'A month',
    align: 'end',
    cell: (policy) => <Cap amount={policy.usdPerMonth} />,
  },
  {
    key: 'notes',
    header: 'Notes',
    show: 'wide',
    cell: (policy) => <span className="secondary">{policy.notes ?? '–'}</span>,
  },
  {
    key: 'changed',
    header: 'Changed',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: (policy) =>
      policy.active ? <TimeAgo at={policy.updatedAt} /> : <span className="secondary">off</span>,
  },
];

/** What each provider may cost per UTC hour, day and month. */
export function ProvidersTab() {
  const query = useQuery(ProviderPoliciesDocument);
  const navigate = route.useNavigate();
  const mayWrite = useMay('budget:write');
  const edit = (policy: { provider: string; bundleId: string }) =>
    void navigate({
      search: (old) => ({ ...old, provider: policy.provider, providerBundle: policy.bundleId }),
    });
  return (
    <>
      <QueryView query={query}>
        {({ budgetPolicies }) => {
          const rows = budgetPolicies.edges.map((edge) => edge.node);
          if (rows.length === 0)
            return (
              <EmptyState title="No provider budget yet">
                Without one a provider may cost whatever turns cost.
              </EmptyState>
            );
          return (
            <DataTable
              label="Provider budgets"
              columns={mayWrite ? [...columns, editColumn(edit)] : columns}
              rows={rows}
              rowKey={(policy) => policy.id}
              rowTone={(policy) => (policy.active ? undefined : 'muted')}
            />
          );
        }}
      </QueryView>
      <div className={classes.note}>
        <p>
          A turn is denied while what a provider spent and holds has reached its cap. Windows are
          the UTC clock hour, day and calendar month.
        </p>
        {mayWrite ? (
          <Button variant="default" onClick={() => edit({ provider: 'new', bundleId: '*' })}>
            Add a budget
          </Button>
        ) : null}
      </div>
      <QueryBehind document={ProviderPoliciesDocument} />
    </>
  );
}

function Cap({ amount }: { readonly amount: string | null }) {
  return amount === null ? <span className="secondary">unlimited</span> : <Money amount={amount} />;
}

function editColumn(edit: (policy: ProviderPolicy) => void): Column<ProviderPolicy> {
  return {
    key: 'edit',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '64px',
    cell: (policy) => (
      <Button variant="subtle" size="compact-xs" onClick={() => edit(policy)}>
        Edit
      </Button>
    ),
  };
}

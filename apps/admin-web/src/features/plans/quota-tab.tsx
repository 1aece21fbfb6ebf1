import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { formatCount } from '@purser/domain/money/format-usd';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { QuotaPoliciesDocument, type QuotaPoliciesQuery } from '../../generated/plans/graphql.ts';
import { limitNames, limitWords } from '../../lib/limit-words.ts';
import { useMay } from '../../session/session-provider.tsx';
import { QuotaNote } from './quota-note.tsx';

const route = getRouteApi('/plans');

export type Policy = QuotaPoliciesQuery['quotaPolicies']['edges'][number]['node'];

const columns: readonly Column<Policy>[] = [
  {
    key: 'plan',
    header: 'Plan',
    cell: (policy) => <b style={{ fontWeight: 600 }}>{policy.planId}</b>,
  },
  {
    key: 'bundle',
    header: 'Bundle',
    width: '96px',
    cell: (policy) => (policy.bundleId === '*' ? 'all' : <code>{policy.bundleId}</code>),
  },
  ...limitNames.map((name): Column<Policy> => {
    const { field, label, counts } = limitWords[name];
    return {
      key: field,
      header: label,
      align: 'end',
      ...(counts === 'tokens' || name === 'TOTAL_REQUESTS' || name === 'REQUESTS_PER_MONTH'
        ? { show: 'wide' as const }
        : name === 'MAX_CONCURRENT'
          ? { show: 'medium' as const }
          : {}),
      cell: (policy) => <LimitCell value={policy.limits[field]} />,
    };
  }),
  {
    key: 'changed',
    header: 'Changed',
    align: 'end',
    show: 'medium',
    width: '96px',
    cell: (policy) =>
      policy.active ? <TimeAgo at={policy.updatedAt} /> : <span className="secondary">off</span>,
  },
];

/** The seven limits of every plan, in all bundles and in single ones. */
export function QuotaTab() {
  const query = useQuery(QuotaPoliciesDocument);
  const navigate = route.useNavigate();
  const mayWrite = useMay('quota:write');
  const edit = (policy: Policy) =>
    void navigate({
      search: (old) => ({ ...old, quotaPlan: policy.planId, quotaBundle: policy.bundleId }),
    });
  return (
    <>
      <QueryView query={query}>
        {({ quotaPolicies }) => {
          const rows = quotaPolicies.edges.map((edge) => edge.node);
          if (rows.length === 0)
            return (
              <EmptyState title="No quota policy yet">
                Plans without one fall back to the project’s default limits.
              </EmptyState>
            );
          return (
            <DataTable
              label="Quota policies"
              columns={mayWrite ? [...columns, editColumn(edit)] : columns}
              rows={rows}
              rowKey={(policy) => policy.id}
              rowTone={(policy) => (policy.active ? undefined : 'muted')}
            />
          );
        }}
      </QueryView>
      <QuotaNote
        mayWrite={mayWrite}
        onAdd={() => void navigate({ search: (old) => ({ ...old, quotaPlan: 'new' }) })}
      />
      <QueryBehind document={QuotaPoliciesDocument} />
    </>
  );
}

function LimitCell({ value }: { readonly value: string | null }) {
  if (value === null) return <span className="secondary">unlimited</span>;
  return formatCount(BigInt(value));
}

function editColumn(edit: (policy: Policy) => void): Column<Policy> {
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

import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Money } from '../../components/money.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { PlansDocument, type PlansQuery } from '../../generated/plans/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';

const route = getRouteApi('/plans');

export type Plan = PlansQuery['plans']['edges'][number]['node'];

const columns: readonly Column<Plan>[] = [
  {
    key: 'plan',
    header: 'Plan',
    cell: (plan) => (
      <>
        <b style={{ fontWeight: 600 }}>{plan.name}</b>
        {plan.name === plan.planId ? null : <code className="secondary"> {plan.planId}</code>}
      </>
    ),
  },
  {
    key: 'state',
    header: 'State',
    width: '96px',
    cell: (plan) =>
      plan.active ? (
        <StatusBadge tone="ok">active</StatusBadge>
      ) : (
        <StatusBadge tone="neutral">off</StatusBadge>
      ),
  },
  {
    key: 'price',
    header: 'A month',
    align: 'end',
    width: '96px',
    cell: (plan) => <Money amount={plan.monthlyPriceUsd} />,
  },
  {
    key: 'provider',
    header: 'Billed by',
    show: 'medium',
    width: '104px',
    cell: (plan) => (plan.provider === 'STRIPE' ? 'Stripe' : 'Purser'),
  },
  {
    key: 'funded',
    header: 'Project pays',
    show: 'medium',
    width: '112px',
    cell: (plan) => yesNo(plan.projectFunded),
  },
  {
    key: 'beyond',
    header: 'Wallet beyond limits',
    show: 'wide',
    width: '152px',
    cell: (plan) => yesNo(plan.walletBeyondLimits),
  },
  {
    key: 'floor',
    header: 'Hold floor',
    align: 'end',
    show: 'wide',
    width: '96px',
    cell: (plan) =>
      plan.reservationFloorUsd === null ? (
        <span className="secondary">none</span>
      ) : (
        <Money amount={plan.reservationFloorUsd} exact />
      ),
  },
  {
    key: 'changed',
    header: 'Changed',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: (plan) => <TimeAgo at={plan.updatedAt} />,
  },
  {
    key: 'users',
    header: 'People',
    align: 'end',
    show: 'medium',
    width: '72px',
    cell: (plan) => (
      <Link to="/users" search={{ plan: plan.planId }}>
        users
      </Link>
    ),
  },
];

/** Every plan with its price and its flags. */
export function PlansTab() {
  const query = useQuery(PlansDocument);
  const navigate = route.useNavigate();
  const mayWrite = useMay('plan:write');
  const edit = (planId: string) => void navigate({ search: (old) => ({ ...old, plan: planId }) });
  const versions = (planId: string) =>
    void navigate({ search: (old) => ({ ...old, planVersions: planId }) });
  return (
    <QueryView query={query}>
      {({ plans }) => {
        const rows = plans.edges.map((edge) => edge.node);
        if (rows.length === 0)
          return (
            <EmptyState title="No plan yet">
              Without a plan everybody gets the project’s fallback limits.
            </EmptyState>
          );
        return (
          <>
            <DataTable
              label="Plans"
              columns={[...columns, actionColumn(versions, mayWrite ? edit : null)]}
              rows={rows}
              rowKey={(plan) => plan.id}
              rowTone={(plan) => (plan.active ? undefined : 'muted')}
            />
            <QueryBehind document={PlansDocument} />
          </>
        );
      }}
    </QueryView>
  );
}

function actionColumn(
  versions: (planId: string) => void,
  edit: ((planId: string) => void) | null,
): Column<Plan> {
  return {
    key: 'edit',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '132px',
    cell: (plan) => (
      <>
        <Button variant="subtle" size="compact-xs" onClick={() => versions(plan.planId)}>
          Versions
        </Button>
        {edit ? (
          <Button variant="subtle" size="compact-xs" onClick={() => edit(plan.planId)}>
            Edit
          </Button>
        ) : null}
      </>
    ),
  };
}

function yesNo(value: boolean) {
  return value ? 'yes' : <span className="secondary">no</span>;
}

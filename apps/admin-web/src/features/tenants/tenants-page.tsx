import { useQuery } from '@apollo/client/react';
import { Button, Select } from '@mantine/core';
import { formatCount } from '@purser/domain/money/format-usd';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import {
  type TenantStatus,
  TenantsDocument,
  type TenantsQuery,
} from '../../generated/tenants/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { CreateTenantDialog } from './create-tenant-dialog.tsx';
import { TenantBadge } from './tenant-badge.tsx';
import classes from './tenants.module.css';
import { tenantStatuses } from './urls.ts';

const route = getRouteApi('/tenants');

type Row = TenantsQuery['tenants']['edges'][number]['node'];

/** Customers whose quotas data planes spend. */
export function TenantsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    search: search.q ?? null,
    status: (search.status?.toUpperCase() as TenantStatus | undefined) ?? null,
    after: search.after ?? null,
  };
  const query = useQuery(TenantsDocument, { variables });
  const data = query.data ?? query.previousData;
  const mayWrite = useMay('tenant:write');
  const open = (dialog: 'create' | undefined) =>
    void navigate({ search: (old) => ({ ...old, dialog }) });
  return (
    <>
      <PageHeader
        title="Tenants"
        sentence="Customers whose quotas data planes spend: their plan, and how full it is."
        actions={mayWrite ? <Button onClick={() => open('create')}>Make a tenant</Button> : null}
      />
      <div className={classes.filters}>
        <SearchField
          label="Search by name or slug"
          placeholder="Name or slug"
          value={search.q}
          onSearch={(q) =>
            void navigate({ search: (old) => ({ ...old, q, after: undefined }), replace: true })
          }
        />
        <Select
          aria-label="Status"
          placeholder="Active and suspended"
          clearable
          data={[...tenantStatuses]}
          value={search.status ?? null}
          onChange={(status) =>
            void navigate({
              search: (old) => ({
                ...old,
                status: tenantStatuses.find((one) => one === status),
                after: undefined,
              }),
            })
          }
        />
      </div>
      <QueryView query={{ ...query, data }}>
        {({ tenants }) =>
          tenants.edges.length === 0 ? (
            <EmptyState
              title="No tenant matches"
              action={
                <button
                  type="button"
                  className="linklike"
                  onClick={() => void navigate({ search: {} })}
                >
                  Clear the filters
                </button>
              }
            >
              The search looks for a part of the name or slug; deleted tenants have a status of
              their own.
            </EmptyState>
          ) : (
            <>
              <DataTable
                label="Tenants"
                columns={columns}
                rows={tenants.edges.map((edge) => edge.node)}
                rowKey={(tenant) => tenant.id}
                stale={query.data === undefined}
                rowTone={(tenant) => (tenant.status === 'ACTIVE' ? undefined : 'muted')}
                onOpen={({ tenantId }) =>
                  void navigate({ to: '/tenants/$tenantId', params: { tenantId } })
                }
              />
              <Pager
                shown={tenants.edges.length}
                total={tenants.totalCount}
                noun="tenants"
                isFirst={search.after === undefined}
                nextCursor={tenants.pageInfo.hasNextPage ? tenants.pageInfo.endCursor : null}
                onGo={(after) => void navigate({ search: (old) => ({ ...old, after }) })}
              />
              <QueryBehind document={TenantsDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
      {mayWrite && search.dialog === 'create' ? (
        <CreateTenantDialog onClose={() => open(undefined)} />
      ) : null}
    </>
  );
}

const columns: readonly Column<Row>[] = [
  {
    key: 'tenant',
    header: 'Tenant',
    cell: (tenant) => (
      <Link to="/tenants/$tenantId" params={{ tenantId: tenant.tenantId }}>
        {tenant.name}
      </Link>
    ),
  },
  {
    key: 'slug',
    header: 'Slug',
    show: 'medium',
    width: '160px',
    cell: (tenant) => <code>{tenant.slug}</code>,
  },
  {
    key: 'plan',
    header: 'Plan',
    width: '96px',
    cell: (tenant) => tenant.planId ?? <span className="secondary">–</span>,
  },
  {
    key: 'status',
    header: 'Status',
    width: '116px',
    cell: (tenant) => <TenantBadge status={tenant.status} reason={tenant.statusReason} />,
  },
  {
    key: 'used',
    header: 'Used',
    align: 'end',
    width: '80px',
    cell: (tenant) => `${tenant.usedPercent} %`,
  },
  {
    key: 'domains',
    header: 'Domains',
    align: 'end',
    show: 'medium',
    width: '84px',
    cell: (tenant) => formatCount(tenant.domainsCount),
  },
  {
    key: 'keys',
    header: 'Keys',
    align: 'end',
    show: 'medium',
    width: '64px',
    cell: (tenant) => formatCount(tenant.keysCount),
  },
  {
    key: 'made',
    header: 'Made',
    align: 'end',
    show: 'wide',
    width: '104px',
    cell: (tenant) => <TimeAgo at={tenant.createdAt} />,
  },
];

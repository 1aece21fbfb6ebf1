import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { TenantQuery } from '../../generated/tenants/graphql.ts';
import { formatQuota } from '../../lib/quota-amounts.ts';

type Domain = TenantQuery['domains'][number];
type ApiKey = TenantQuery['tenantApiKeys'][number];
type Override = TenantQuery['quotaOverrides'][number];
type Quota = NonNullable<TenantQuery['tenant']>['quotas'][number];

const domainColumns: readonly Column<Domain>[] = [
  { key: 'name', header: 'Domain', cell: (domain) => domain.name },
  {
    key: 'state',
    header: 'State',
    width: '116px',
    cell: ({ state, lastCheck }) =>
      state === 'VERIFIED' ? (
        <StatusBadge tone="ok">verified</StatusBadge>
      ) : (
        <StatusBadge tone="attention" title={lastCheck?.advice ?? 'Not looked up yet.'}>
          pending
        </StatusBadge>
      ),
  },
  {
    key: 'checked',
    header: 'Looked up',
    align: 'end',
    width: '104px',
    cell: ({ lastCheck }) => <TimeAgo at={lastCheck?.at ?? null} none="–" />,
  },
];

export function DomainsTable({ domains }: { readonly domains: readonly Domain[] }) {
  return domains.length === 0 ? (
    <EmptyState title="No domain has been claimed" />
  ) : (
    <DataTable label="Domains" columns={domainColumns} rows={domains} rowKey={({ id }) => id} />
  );
}

const keyTones = { ACTIVE: 'ok', EXPIRED: 'neutral', REVOKED: 'neutral' } as const;

const keyColumns: readonly Column<ApiKey>[] = [
  { key: 'name', header: 'Name', cell: (key) => key.name },
  {
    key: 'prefix',
    header: 'Begins with',
    show: 'medium',
    width: '220px',
    cell: (key) => <code>{key.prefix}</code>,
  },
  {
    key: 'status',
    header: 'Status',
    width: '104px',
    cell: ({ status }) => <StatusBadge tone={keyTones[status]}>{status.toLowerCase()}</StatusBadge>,
  },
  {
    key: 'made',
    header: 'Made',
    align: 'end',
    width: '104px',
    cell: (key) => <TimeAgo at={key.createdAt} />,
  },
];

export function ApiKeysTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  return keys.length === 0 ? (
    <EmptyState title="No API key has been made" />
  ) : (
    <DataTable label="API keys" columns={keyColumns} rows={keys} rowKey={({ id }) => id} />
  );
}

export function OverridesTable({
  overrides,
  quotas,
}: {
  readonly overrides: readonly Override[];
  readonly quotas: readonly Quota[];
}) {
  if (overrides.length === 0) return <EmptyState title="The plan stands as it is" />;
  const unitOf = (dimension: Override['dimension']) =>
    quotas.find((quota) => quota.dimension === dimension)?.unit ?? '';
  const columns: readonly Column<Override>[] = [
    { key: 'quota', header: 'Quota', width: '116px', cell: (one) => one.dimension.toLowerCase() },
    {
      key: 'value',
      header: 'Change',
      width: '160px',
      cell: (one) =>
        `${one.mode === 'ADD' ? '+ ' : '= '}${formatQuota(unitOf(one.dimension), BigInt(one.value))}`,
    },
    { key: 'reason', header: 'Reason', show: 'medium', cell: (one) => one.reason },
    {
      key: 'ends',
      header: 'Ends',
      align: 'end',
      width: '104px',
      cell: (one) => <TimeAgo at={one.revokedAt ?? one.expiresAt} />,
    },
  ];
  return <DataTable label="Overrides" columns={columns} rows={overrides} rowKey={({ id }) => id} />;
}

import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { TenantQuery } from '../../generated/tenants/graphql.ts';

type Domain = TenantQuery['domains'][number];

const columns: readonly Column<Domain>[] = [
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

/** What a tenant serves under, and whether it has proved that the name is its own. */
export function DomainsTable({ domains }: { readonly domains: readonly Domain[] }) {
  return domains.length === 0 ? (
    <EmptyState title="No domain has been claimed" />
  ) : (
    <DataTable label="Domains" columns={columns} rows={domains} rowKey={({ id }) => id} />
  );
}

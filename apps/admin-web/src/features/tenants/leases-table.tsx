import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { TenantQuery } from '../../generated/tenants/graphql.ts';
import { formatQuota } from '../../lib/quota-amounts.ts';

type Lease = TenantQuery['tenantLeases'][number];

const columns: readonly Column<Lease>[] = [
  { key: 'plane', header: 'Data plane', cell: (lease) => <code>{lease.dataplaneId}</code> },
  {
    key: 'state',
    header: 'State',
    width: '124px',
    cell: ({ state }) => (
      <StatusBadge tone={state === 'active' ? 'live' : 'neutral'}>{state}</StatusBadge>
    ),
  },
  {
    key: 'bandwidth',
    header: 'Bandwidth',
    align: 'end',
    cell: (lease) => spent('bytes', lease.bandwidthSettled, lease.bandwidthGranted),
  },
  {
    key: 'transforms',
    header: 'Transforms',
    align: 'end',
    show: 'medium',
    cell: (lease) => spent('pieces', lease.transformsSettled, lease.transformsGranted),
  },
  {
    key: 'granted',
    header: 'Granted',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: (lease) => <TimeAgo at={lease.grantedAt} />,
  },
  {
    key: 'ends',
    header: 'Ends',
    align: 'end',
    width: '104px',
    cell: (lease) => <TimeAgo at={lease.endedAt ?? lease.expiresAt} />,
  },
];

/** What data planes may spend of the quotas, or could until lately, with what they have said of it. */
export function LeasesTable({ leases }: { readonly leases: readonly Lease[] }) {
  return leases.length === 0 ? (
    <EmptyState title="No data plane has asked for a lease">
      A lease lets a data plane spend a part of the quotas without asking for every byte.
    </EmptyState>
  ) : (
    <DataTable label="Budget leases" columns={columns} rows={leases} rowKey={({ id }) => id} />
  );
}

function spent(unit: string, settled: string, granted: string): string {
  return `${formatQuota(unit, BigInt(settled))} of ${formatQuota(unit, BigInt(granted))}`;
}

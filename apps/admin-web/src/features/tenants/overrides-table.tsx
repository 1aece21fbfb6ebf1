import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { TenantQuery } from '../../generated/tenants/graphql.ts';
import { formatQuota } from '../../lib/quota-amounts.ts';
import { rowAction } from './row-action.tsx';

type Override = TenantQuery['quotaOverrides'][number];
type Tenant = NonNullable<TenantQuery['tenant']>;

/** Changes of a quota for the present period, those that have ended in grey. */
export function OverridesTable({
  overrides,
  tenant: { quotas, asOf },
  onEnd,
}: {
  readonly overrides: readonly Override[];
  /** A tenant has a clock of its own: what is in force is so as of its now. */
  readonly tenant: Tenant;
  readonly onEnd: ((overrideId: string) => void) | undefined;
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
  const end =
    onEnd &&
    rowAction<Override>('End', (one) =>
      isInForce(one, asOf) ? () => onEnd(one.overrideId) : null,
    );
  return (
    <DataTable
      label="Overrides"
      columns={end ? [...columns, end] : columns}
      rows={overrides}
      rowKey={({ id }) => id}
      rowTone={(one) => (isInForce(one, asOf) ? undefined : 'muted')}
    />
  );
}

function isInForce({ revokedAt, expiresAt }: Override, asOf: string): boolean {
  return revokedAt === null && Date.parse(expiresAt) > Date.parse(asOf);
}

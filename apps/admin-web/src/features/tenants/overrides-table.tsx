import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { TenantQuery } from '../../generated/tenants/graphql.ts';
import { useNowMs } from '../../lib/clock.tsx';
import { formatQuota } from '../../lib/quota-amounts.ts';
import { rowAction } from './row-action.tsx';

type Override = TenantQuery['quotaOverrides'][number];
type Quota = NonNullable<TenantQuery['tenant']>['quotas'][number];

/** Changes of a quota for the present period, those that have ended in grey. */
export function OverridesTable({
  overrides,
  quotas,
  onEnd,
}: {
  readonly overrides: readonly Override[];
  readonly quotas: readonly Quota[];
  readonly onEnd: ((overrideId: string) => void) | undefined;
}) {
  const nowMs = useNowMs();
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
      isInForce(one, nowMs) ? () => onEnd(one.overrideId) : null,
    );
  return (
    <DataTable
      label="Overrides"
      columns={end ? [...columns, end] : columns}
      rows={overrides}
      rowKey={({ id }) => id}
      rowTone={(one) => (isInForce(one, nowMs) ? undefined : 'muted')}
    />
  );
}

function isInForce({ revokedAt, expiresAt }: Override, nowMs: number): boolean {
  return revokedAt === null && Date.parse(expiresAt) > nowMs;
}

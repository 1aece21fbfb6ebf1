import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { TenantQuery } from '../../generated/tenants/graphql.ts';
import { rowAction } from './row-action.tsx';

type ApiKey = TenantQuery['tenantApiKeys'][number];

const tones = { ACTIVE: 'ok', EXPIRED: 'neutral', REVOKED: 'neutral' } as const;

const columns: readonly Column<ApiKey>[] = [
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
    cell: ({ status }) => <StatusBadge tone={tones[status]}>{status.toLowerCase()}</StatusBadge>,
  },
  {
    key: 'made',
    header: 'Made',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: (key) => <TimeAgo at={key.createdAt} />,
  },
  {
    key: 'used',
    header: 'Last used',
    align: 'end',
    show: 'medium',
    width: '104px',
    cell: (key) => <TimeAgo at={key.lastUsedAt} />,
  },
  {
    key: 'until',
    header: 'Works until',
    align: 'end',
    width: '104px',
    cell: (key) => <TimeAgo at={key.notAfter ?? key.expiresAt} none="–" />,
  },
];

/** Keys of data planes; a key that has a successor ends with its overlap and is not rotated again (rule C5). */
export function ApiKeysTable({
  keys,
  onRotate,
}: {
  readonly keys: readonly ApiKey[];
  readonly onRotate: ((apiKeyId: string) => void) | undefined;
}) {
  if (keys.length === 0) return <EmptyState title="No API key has been made" />;
  const rotate =
    onRotate &&
    rowAction<ApiKey>('Rotate', ({ status, successorId, apiKeyId }) =>
      status === 'ACTIVE' && successorId === null ? () => onRotate(apiKeyId) : null,
    );
  return (
    <DataTable
      label="API keys"
      columns={rotate ? [...columns, rotate] : columns}
      rows={keys}
      rowKey={({ id }) => id}
    />
  );
}

import { StatusBadge } from '../../components/status-badge.tsx';
import type { TenantStatus } from '../../generated/tenants/graphql.ts';

const tones = { ACTIVE: 'ok', SUSPENDED: 'attention', DELETED: 'neutral' } as const;

/** Where a tenant stands, with the reason that was given. */
export function TenantBadge({
  status,
  reason,
}: {
  readonly status: TenantStatus;
  readonly reason: string | null;
}) {
  return (
    <StatusBadge tone={tones[status]} {...(reason === null ? {} : { title: reason })}>
      {status.toLowerCase()}
    </StatusBadge>
  );
}

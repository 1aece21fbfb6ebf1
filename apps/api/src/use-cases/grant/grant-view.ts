import type { GrantView } from '@purser/schema/contract/views';
import type { GrantRecord } from '../../ports/grant-store.ts';

/** A grant as surfaces show it at an instant: expiry and revocation are exact (rule P6). */
export function grantView(grant: GrantRecord, userId: string, now: Date): GrantView {
  const isExpired = grant.expiresAt !== null && grant.expiresAt <= now;
  return { ...grant, userId, isExpired, isActive: !isExpired && grant.revokedAt === null };
}

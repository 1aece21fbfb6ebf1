import type { ApiKeyStatus, ApiKeyView } from '@purser/schema/contract/tenant';
import type { ApiKeyRecord } from '../../ports/tenant-assets.ts';

/** Whether a key may be used: not revoked, and before both of its ends. */
export function apiKeyStatus(
  { revokedAt, expiresAt, notAfter }: ApiKeyRecord,
  now: Date,
): ApiKeyStatus {
  if (revokedAt !== null) return 'revoked';
  const ends = [expiresAt, notAfter].filter((end) => end !== null);
  return ends.some((end) => end <= now) ? 'expired' : 'active';
}

export function viewOfApiKey(key: ApiKeyRecord, now: Date): ApiKeyView {
  return { ...key, status: apiKeyStatus(key, now) };
}

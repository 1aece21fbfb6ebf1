import { accepted, rejected } from '@purser/domain/outcome';
import type { ApiKeyText } from '@purser/domain/tenant/api-key';
import { mayHaveOneMore } from '@purser/domain/tenant/counted-limits';
import type { ApiKeyView, CreateApiKey, WithRevision } from '@purser/schema/contract/tenant';
import type { ApiKeyRecord, StoredKeySecret } from '../../ports/tenant-assets.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { loadCounted, type TenantCounted } from '../tenant/tenant-counted.ts';
import { apiKeyStatus, viewOfApiKey } from './api-key-view.ts';

export type DrawnApiKey = Pick<ApiKeyText, 'keyId' | 'prefix'> & {
  readonly stored: StoredKeySecret;
};

type State = TenantCounted & { readonly keys: readonly ApiKeyRecord[] };

/**
 * Makes a tenant's API key, of which only an HMAC is kept (rule C5). The key is drawn before the
 * command, so that it is neither part of the request's hash nor of the stored answer.
 */
export function createApiKey(
  drawn: DrawnApiKey,
): CommandDefinition<CreateApiKey, State, ApiKeyRecord, WithRevision<ApiKeyView>> {
  return {
    operation: 'create-api-key',
    load: async (stores) => ({ ...(await loadCounted(stores)), keys: await stores.apiKeys.all() }),
    decide: ({ counted, keys, revision }, input, moment) => {
      const live = keys.filter((key) => apiKeyStatus(key, moment.now) === 'active').length;
      if (!mayHaveOneMore(counted.api_keys, live)) {
        const message = `The plan allows ${counted.api_keys} API keys. Revoke one, or move to a larger plan.`;
        return rejected({ code: 'not_allowed' as const, message });
      }
      if (input.expiresAt !== undefined && input.expiresAt <= moment.now) {
        const message = 'A key expires after now.';
        return rejected({ code: 'invalid_value' as const, field: 'expiresAt', message });
      }
      const key: ApiKeyRecord = {
        id: moment.newId(),
        name: input.name,
        keyId: drawn.keyId,
        prefix: drawn.prefix,
        scopes: [...new Set(input.scopes ?? [])],
        createdBy: moment.actor,
        createdAt: moment.now,
        expiresAt: input.expiresAt ?? null,
        notAfter: null,
        successorId: null,
        revokedAt: null,
        lastUsedAt: null,
      };
      return accepted({
        change: key,
        preview: { value: viewOfApiKey(key, moment.now), policyRevision: revision + 1n },
        changes: [{ label: 'API key', before: null, after: `${key.name} (${key.prefix})` }],
        audit: { targetType: 'tenant_api_key', targetId: key.id, before: null, after: key },
        affects: 'nobody' as const,
      });
    },
    apply: async (stores, key, moment) => {
      await stores.apiKeys.insert(key, drawn.stored);
      return {
        value: viewOfApiKey(key, moment.now),
        policyRevision: await stores.policyRevision.bump(),
      };
    },
  };
}

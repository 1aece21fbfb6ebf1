import { accepted, rejected } from '@purser/domain/outcome';
import type { ApiKeyView, WithRevision } from '@purser/schema/contract/tenant';
import type { ApiKeyRecord } from '../../ports/tenant-assets.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { viewOfApiKey } from './api-key-view.ts';

type State = { readonly key: ApiKeyRecord | null; readonly revision: bigint };

/** Ends a key for ever; again it changes nothing. Its row stays and is told to data planes as revoked (rule C5). */
export const revokeApiKey: CommandDefinition<
  { readonly id: string },
  State,
  ApiKeyRecord,
  WithRevision<ApiKeyView>
> = {
  operation: 'revoke-api-key',
  load: async (stores, { id }) => {
    await stores.tenants.lock();
    return { key: await stores.apiKeys.find(id), revision: await stores.policyRevision.current() };
  },
  decide: ({ key, revision }, { id }, { now }) => {
    if (key === null) {
      return rejected({ code: 'not_found' as const, message: 'There is no such API key.' });
    }
    const isOver = key.revokedAt !== null;
    const after = { ...key, revokedAt: key.revokedAt ?? now };
    return accepted({
      change: after,
      preview: {
        value: viewOfApiKey(after, now),
        policyRevision: isOver ? revision : revision + 1n,
      },
      changes: isOver ? [] : [{ label: 'API key', before: key.name, after: null }],
      audit: { targetType: 'tenant_api_key', targetId: id, before: key, after },
      affects: 'nobody' as const,
      unchanged: isOver,
    });
  },
  apply: async (stores, key, { now }) => {
    await stores.apiKeys.revoke(key.id, now);
    return {
      value: viewOfApiKey(key, now),
      policyRevision: await stores.policyRevision.bump(),
    };
  },
};

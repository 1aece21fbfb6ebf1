import { accepted, rejected } from '@purser/domain/outcome';
import type { ServiceKeyView } from '@purser/schema/contract/operation-views';
import type { CommandDefinition } from '../command/run-command.ts';

/** Ends a service key; requests with it are refused within five seconds (rule A5). */
export const revokeServiceKey: CommandDefinition<
  { readonly id: string },
  ServiceKeyView | null,
  string,
  ServiceKeyView
> = {
  operation: 'revoke-service-key',
  load: (stores, { id }) => stores.keys.lock(id),
  decide: (key, { id }, moment) => {
    if (key === null) {
      return rejected({ code: 'not_found' as const, message: 'There is no such key.' });
    }
    const after = { ...key, revokedAt: key.revokedAt ?? moment.now };
    return accepted({
      change: id,
      preview: after,
      changes: [{ label: 'key', before: key.name, after: null }],
      audit: { targetType: 'service_key', targetId: id, before: key, after },
      affects: 'nobody' as const,
      unchanged: key.revokedAt !== null,
    });
  },
  apply: async (stores, id, moment) => {
    await stores.keys.revoke(id, moment.now);
    return undefined;
  },
};

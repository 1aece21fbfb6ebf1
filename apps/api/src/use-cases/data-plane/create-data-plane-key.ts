import { dataPlaneName } from '@purser/domain/data-plane/data-plane-name';
import { accepted, rejected } from '@purser/domain/outcome';
import type { CommandDefinition } from '../command/run-command.ts';

type KeyInput = { readonly dataplaneId: string };
type MadeKey = { readonly dataplaneId: string; readonly keyId: string };

/** Makes a key for a data plane, and the plane with its first (rule D1). Older keys stay valid: that is how keys change. */
export const createDataPlaneKey: CommandDefinition<KeyInput, null, MadeKey, MadeKey> = {
  operation: 'create-data-plane-key',
  load: async () => null,
  decide: (_state, { dataplaneId }, moment) => {
    if (!dataPlaneName.test(dataplaneId)) {
      const message =
        'A data plane is named by 1 to 63 of a-z, 0-9, dot, underscore and dash, a letter or digit first.';
      return rejected({ code: 'invalid_value' as const, field: 'dataplaneId', message });
    }
    const key = { dataplaneId, keyId: `dpk_${moment.newId().replaceAll('-', '')}` };
    return accepted({
      change: key,
      preview: key,
      changes: [{ label: 'data plane key', before: null, after: `${key.keyId} (${dataplaneId})` }],
      audit: { targetType: 'data_plane', targetId: dataplaneId, before: null, after: key },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, key, { actor, now }) => {
    await stores.dataPlanes.insertKey({ ...key, createdBy: actor, createdAt: now });
    return undefined;
  },
};

import { accepted, rejected } from '@purser/domain/outcome';
import {
  endOfRotated,
  rotationOverlapDefaultSeconds,
  rotationOverlapMaxSeconds,
} from '@purser/domain/tenant/key-rotation';
import type { ApiKeyView, RotateApiKey, WithRevision } from '@purser/schema/contract/tenant';
import type { ApiKeyRecord } from '../../ports/tenant-assets.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { apiKeyStatus, viewOfApiKey } from './api-key-view.ts';
import type { DrawnApiKey } from './create-api-key.ts';

type State = { readonly key: ApiKeyRecord | null; readonly revision: bigint };

type Rotation = { readonly successor: ApiKeyRecord; readonly before: ApiKeyRecord };

/**
 * Makes a key's successor, with its name, scopes and end; the key before works beside it for the overlap
 * (rule C5). A key is rotated once: its successor is rotated next. The successor is drawn before the
 * command, so that it is neither part of the request's hash nor of the stored answer.
 */
export function rotateApiKey(
  drawn: DrawnApiKey,
): CommandDefinition<RotateApiKey, State, Rotation, WithRevision<ApiKeyView>> {
  return {
    operation: 'rotate-api-key',
    load: async (stores, { id }) => {
      await stores.tenants.lock();
      return {
        key: await stores.apiKeys.find(id),
        revision: await stores.policyRevision.current(),
      };
    },
    decide: ({ key, revision }, { overlapSeconds = rotationOverlapDefaultSeconds }, moment) => {
      if (key === null) {
        return rejected({ code: 'not_found' as const, message: 'There is no such API key.' });
      }
      if (key.successorId !== null) {
        const message = 'This key was rotated already. Rotate its successor.';
        return rejected({ code: 'nothing_to_do' as const, message });
      }
      if (apiKeyStatus(key, moment.now) !== 'active') {
        const message = 'This key works no more, so it has no successor. Make another key.';
        return rejected({ code: 'nothing_to_do' as const, message });
      }
      if (overlapSeconds < 0 || overlapSeconds > rotationOverlapMaxSeconds) {
        const message = `An overlap is from 0 to ${rotationOverlapMaxSeconds} seconds.`;
        return rejected({ code: 'invalid_value' as const, field: 'overlapSeconds', message });
      }
      const successor: ApiKeyRecord = {
        ...key,
        id: moment.newId(),
        keyId: drawn.keyId,
        prefix: drawn.prefix,
        createdBy: moment.actor,
        createdAt: moment.now,
        lastUsedAt: null,
      };
      const notAfter = endOfRotated(key.expiresAt, { now: moment.now, overlapSeconds });
      const before = { ...key, notAfter, successorId: successor.id };
      return accepted({
        change: { successor, before },
        preview: { value: viewOfApiKey(successor, moment.now), policyRevision: revision + 1n },
        changes: [
          { label: 'API key', before: key.prefix, after: 'a new one, shown once' },
          {
            label: 'present key works until',
            before: key.expiresAt?.toISOString() ?? 'it is revoked',
            after: notAfter.toISOString(),
          },
        ],
        audit: {
          targetType: 'tenant_api_key',
          targetId: key.id,
          before: key,
          after: { ...before, successor },
        },
        affects: 'nobody' as const,
      });
    },
    apply: async (stores, { successor, before }, moment) => {
      await stores.apiKeys.insert(successor, drawn.stored);
      await stores.apiKeys.succeed(before);
      return {
        value: viewOfApiKey(successor, moment.now),
        policyRevision: await stores.policyRevision.bump(),
      };
    },
  };
}

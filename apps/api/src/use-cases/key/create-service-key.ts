import type { Permission } from '@purser/domain/access/permissions';
import {
  isServiceScope,
  permissionsOfScopes,
  serviceScopes,
} from '@purser/domain/access/service-scopes';
import { accepted, rejected } from '@purser/domain/outcome';
import type { CreateServiceKey } from '@purser/schema/contract/inputs';
import type { ServiceKeyView } from '@purser/schema/contract/operation-views';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandDefinition } from '../command/run-command.ts';
import type { DrawnSecret } from './draw-secret.ts';

/**
 * Makes a service key of which only an HMAC is kept (rule A5). The secret is drawn before the
 * command, so that it is neither part of the request's hash nor of the stored answer.
 */
export function createServiceKey(
  drawn: DrawnSecret,
): CommandDefinition<CreateServiceKey, null, ServiceKeyView, ServiceKeyView> {
  return {
    operation: 'create-service-key',
    load: async () => null,
    decide: (_state, { name, scopes }, moment) => {
      const refusal = refuseScopes(scopes, moment.ctx.caller.permissions);
      if (refusal !== null) return rejected(refusal);
      const key: ServiceKeyView = {
        id: moment.newId(),
        name,
        prefix: drawn.prefix,
        scopes: [...new Set(scopes)],
        createdBy: moment.actor,
        createdAt: moment.now,
        revokedAt: null,
        lastUsedAt: null,
      };
      return accepted({
        change: key,
        preview: key,
        changes: [{ label: 'key', before: null, after: `${name} (${key.scopes.join(', ')})` }],
        audit: { targetType: 'service_key', targetId: key.id, before: null, after: key },
        affects: 'nobody' as const,
      });
    },
    apply: async (stores, key) => {
      await stores.keys.insert(key, drawn.hmac);
      return undefined;
    },
  };
}

/** A key that could do more than whoever makes it would be a way around the permission table (rule A6). */
function refuseScopes(
  scopes: readonly string[],
  permissions: ReadonlySet<Permission>,
): Rejection | null {
  const unknown = scopes.find((scope) => !isServiceScope(scope));
  if (unknown !== undefined || scopes.length === 0) {
    const what = unknown === undefined ? 'A key needs a scope' : `"${unknown}" is no scope`;
    const message = `${what}: choose among ${serviceScopes.join(', ')}.`;
    return { code: 'invalid_value', field: 'scopes', message };
  }
  const beyond = scopes
    .filter(isServiceScope)
    .find((scope) => [...permissionsOfScopes([scope])].some((one) => !permissions.has(one)));
  if (beyond === undefined) return null;
  const message = `The scope "${beyond}" allows more than you may do yourself.`;
  return { code: 'not_allowed', field: 'scopes', message };
}

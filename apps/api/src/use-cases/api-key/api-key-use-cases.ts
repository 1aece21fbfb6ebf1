import {
  type ApiKeyEnvironment,
  type ApiKeyText,
  apiKeyEnvironments,
  writeApiKey,
} from '@purser/domain/tenant/api-key';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandOutcome } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { ApiKeyRecord } from '../../ports/tenant-assets.ts';
import { bindCommand } from '../command/bind-command.ts';
import { runCommand } from '../command/run-command.ts';
import { randomNumber } from '../tenant/random-number.ts';
import { onNamedOrOwnTenant, onOwnTenant, readableScope } from '../tenant/tenant-reach.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { viewOfApiKey } from './api-key-view.ts';
import { createApiKey } from './create-api-key.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { rotateApiKey } from './rotate-api-key.ts';

/** More bits than their digits hold, so that no digit is likelier than another. */
const handleBytes = 16;
const secretBytes = 32;

/** API keys are the tenant's of the request; operators may read those of any. */
export function apiKeyUseCases(deps: UseCaseDeps): UseCases['apiKey'] {
  const { readers, apiKeyHasher } = deps;
  const draw = (environment: ApiKeyEnvironment = 'live') => {
    const { key, keyId, prefix } = drawApiKey(deps, environment);
    return { key, keyId, prefix, stored: apiKeyHasher.hash(key) };
  };
  const revoke = bindCommand(deps, revokeApiKey);
  return {
    list: async (ctx, { tenantId }) => {
      const scope = await readableScope(deps, ctx, tenantId);
      if (scope === null) return [];
      const now = new Date(await deps.clock.nowMs(scope));
      return (await readers.tenants.apiKeys(scope)).map((key) => viewOfApiKey(key, now));
    },
    create: (ctx, input, meta) =>
      onOwnTenant(deps, ctx, async (own) => {
        const { key, ...drawn } = draw(input.environment);
        const run = { ctx: own, input, meta };
        return shownOnce(await runCommand(deps, createApiKey(drawn), run), key);
      }),
    rotate: (ctx, { tenantId, ...input }, meta) =>
      onNamedOrOwnTenant(deps, ctx, {
        tenantId,
        run: async (own) => {
          const before = (await readers.tenants.apiKeys(own.scope)).find(
            ({ id }) => id === input.id,
          );
          const { key, ...drawn } = draw(before && environmentOf(before));
          const run = { ctx: own, input, meta };
          return shownOnce(await runCommand(deps, rotateApiKey(drawn), run), key);
        },
      }),
    revoke: (ctx, input, meta) => onOwnTenant(deps, ctx, (own) => revoke(own, input, meta)),
  };
}

/** Shown once: a replay, and a dry run that made no key, have none to show. */
function shownOnce<Value extends object>(
  outcome: CommandOutcome<Value, Rejection>,
  key: string,
): CommandOutcome<Value & { readonly key: string | null }, Rejection> {
  if (!outcome.ok) return outcome;
  const isShown = !outcome.replayed && !outcome.dryRun;
  return { ...outcome, value: { ...outcome.value, key: isShown ? key : null } };
}

/** Which requests a key is for, which its successor is for too. */
function environmentOf({ prefix }: ApiKeyRecord): ApiKeyEnvironment {
  return apiKeyEnvironments.find((one) => prefix.includes(`_${one}_`)) ?? 'live';
}

function drawApiKey(
  { ids, apiKeyBrand }: Pick<UseCaseDeps, 'ids' | 'apiKeyBrand'>,
  environment: ApiKeyEnvironment,
): ApiKeyText {
  return writeApiKey({
    brand: apiKeyBrand,
    environment,
    handle: randomNumber(ids, handleBytes),
    secret: randomNumber(ids, secretBytes),
  });
}

import { type ApiKeyText, writeApiKey } from '@purser/domain/tenant/api-key';
import type { CreateApiKey } from '@purser/schema/contract/tenant';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { runCommand } from '../command/run-command.ts';
import { randomNumber } from '../tenant/random-number.ts';
import { onOwnTenant, readableScope } from '../tenant/tenant-reach.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { viewOfApiKey } from './api-key-view.ts';
import { createApiKey } from './create-api-key.ts';
import { revokeApiKey } from './revoke-api-key.ts';

/** More bits than their digits hold, so that no digit is likelier than another. */
const handleBytes = 16;
const secretBytes = 32;

/** API keys are the tenant's of the request; operators may read those of any. */
export function apiKeyUseCases(deps: UseCaseDeps): UseCases['apiKey'] {
  const { readers, apiKeyHasher } = deps;
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
        const { key, keyId, prefix } = drawApiKey(deps, input);
        const drawn = { keyId, prefix, stored: apiKeyHasher.hash(key) };
        const outcome = await runCommand(deps, createApiKey(drawn), { ctx: own, input, meta });
        if (!outcome.ok) return outcome;
        // Shown once: a replay, and a dry run that made no key, have none to show.
        const isShown = !outcome.replayed && !outcome.dryRun;
        return { ...outcome, value: { ...outcome.value, key: isShown ? key : null } };
      }),
    revoke: (ctx, input, meta) => onOwnTenant(deps, ctx, (own) => revoke(own, input, meta)),
  };
}

function drawApiKey(
  { ids, apiKeyBrand }: Pick<UseCaseDeps, 'ids' | 'apiKeyBrand'>,
  { environment = 'live' }: CreateApiKey,
): ApiKeyText {
  return writeApiKey({
    brand: apiKeyBrand,
    environment,
    handle: randomNumber(ids, handleBytes),
    secret: randomNumber(ids, secretBytes),
  });
}

import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { runCommand } from '../command/run-command.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { createServiceKey } from './create-service-key.ts';
import { drawSecret } from './draw-secret.ts';
import { revokeServiceKey } from './revoke-service-key.ts';

export function keyUseCases(deps: UseCaseDeps): UseCases['key'] {
  return {
    list: (ctx) => deps.readers.keys.list(ctx.scope),
    create: async (ctx, input, meta) => {
      const drawn = drawSecret(deps.ids, deps.secretHasher);
      const outcome = await runCommand(deps, createServiceKey(drawn), { ctx, input, meta });
      if (!outcome.ok) return outcome;
      // A secret is shown once: a replay, and a dry run that made no key, have none to show.
      const secret = outcome.replayed || outcome.dryRun ? '' : drawn.secret;
      return { ...outcome, value: { key: outcome.value, secret } };
    },
    revoke: bindCommand(deps, revokeServiceKey),
  };
}

import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { runCommand } from '../command/run-command.ts';
import { randomNumber } from '../tenant/random-number.ts';
import { onOwnTenant, readableScope } from '../tenant/tenant-reach.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { addDomain } from './add-domain.ts';
import { viewOfDomain } from './domain-view.ts';
import { removeDomain } from './remove-domain.ts';
import { isCheckedJustNow, verifyDomain } from './verify-domain.ts';

/** 160 bits as 32 digits of base 32. */
const tokenBytes = 20;
const tokenLength = 32;

/** Domains are the tenant's of the request; operators may read those of any. */
export function domainUseCases(deps: UseCaseDeps): UseCases['domain'] {
  const { readers, domainNames, ids } = deps;
  const remove = bindCommand(deps, removeDomain);
  return {
    list: async (ctx, { tenantId }) => {
      const scope = await readableScope(deps, ctx, tenantId);
      return scope === null ? [] : (await readers.tenants.domains(scope)).map(viewOfDomain);
    },
    add: (ctx, input, meta) =>
      onOwnTenant(deps, ctx, (own) => {
        const token = randomNumber(ids, tokenBytes).toString(32).padStart(tokenLength, '0');
        return runCommand(deps, addDomain(domainNames, { token }), { ctx: own, input, meta });
      }),
    verify: (ctx, input, meta) =>
      onOwnTenant(deps, ctx, async (own) => {
        const domain = await readers.tenants.domain(own.scope, input.id);
        const nowMs = await deps.clock.nowMs(own.scope);
        const lookup =
          domain === null || isCheckedJustNow(domain, nowMs)
            ? null
            : await domainNames.txt(viewOfDomain(domain).challenge.name);
        return runCommand(deps, verifyDomain(lookup), { ctx: own, input, meta });
      }),
    remove: (ctx, input, meta) => onOwnTenant(deps, ctx, (own) => remove(own, input, meta)),
  };
}

import { accepted, rejected } from '@purser/domain/outcome';
import { mayClaimDomain } from '@purser/domain/tenant/counted-limits';
import { normaliseDomain } from '@purser/domain/tenant/domain-name';
import type { DomainView, WithRevision } from '@purser/schema/contract/tenant';
import type { DomainNames, DomainRecord } from '../../ports/tenant-assets.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { loadCounted, type TenantCounted } from '../tenant/tenant-counted.ts';
import { viewOfDomain } from './domain-view.ts';

type State = TenantCounted & { readonly known: readonly DomainRecord[] };

/** What is drawn before the command, so that a repeated request answers the same. */
export type DrawnToken = { readonly token: string };

/**
 * Claims a name for a tenant (rule C4). It proves nothing yet: any number of tenants may claim a name,
 * and the first to prove it has it.
 */
export function addDomain(
  names: DomainNames,
  { token }: DrawnToken,
): CommandDefinition<{ readonly name: string }, State, DomainRecord, WithRevision<DomainView>> {
  return {
    operation: 'add-domain',
    load: async (stores) => ({
      ...(await loadCounted(stores)),
      known: await stores.domains.all(),
    }),
    decide: ({ counted, known, revision }, input, moment) => {
      const name = normaliseDomain(input.name, names.toAscii);
      if (!name.ok) {
        const message = `"${input.name.slice(0, 100)}" ${name.rejection.why}.`;
        return rejected({ code: 'invalid_value' as const, field: 'domain', message });
      }
      if (known.some((one) => one.name === name.value)) {
        const message = `${name.value} is one of your domains already.`;
        return rejected({ code: 'already_exists' as const, field: 'domain', message });
      }
      const verified = known.filter(({ state }) => state === 'verified').length;
      if (!mayClaimDomain(counted.domains, { verified, pending: known.length - verified })) {
        const message = `The plan allows ${counted.domains} domains, and twice as many that wait for their proof. Remove one, or move to a larger plan.`;
        return rejected({ code: 'not_allowed' as const, field: 'domain', message });
      }
      const domain: DomainRecord = {
        id: moment.newId(),
        name: name.value,
        state: 'pending',
        token,
        verifiedAt: null,
        lastCheck: null,
        createdBy: moment.actor,
        createdAt: moment.now,
      };
      return accepted({
        change: domain,
        preview: { value: viewOfDomain(domain), policyRevision: revision + 1n },
        changes: [{ label: 'domain', before: null, after: domain.name }],
        audit: { targetType: 'tenant_domain', targetId: domain.id, before: null, after: domain },
        affects: 'nobody' as const,
      });
    },
    apply: async (stores, domain) => {
      await stores.domains.insert(domain);
      return {
        value: viewOfDomain(domain),
        policyRevision: await stores.policyRevision.bump(),
      };
    },
  };
}

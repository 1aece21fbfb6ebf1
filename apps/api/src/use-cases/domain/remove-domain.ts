import { accepted, rejected } from '@purser/domain/outcome';
import type { DomainView, WithRevision } from '@purser/schema/contract/tenant';
import type { DomainRecord } from '../../ports/tenant-assets.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { viewOfDomain } from './domain-view.ts';

type State = { readonly domain: DomainRecord | null; readonly revision: bigint };

/** Gives a name up; data planes stop serving it with the next snapshot. The row stays, the name is free (rule C4). */
export const removeDomain: CommandDefinition<
  { readonly id: string },
  State,
  DomainRecord,
  WithRevision<DomainView>
> = {
  operation: 'remove-domain',
  load: async (stores, { id }) => {
    await stores.tenants.lock();
    return {
      domain: await stores.domains.find(id),
      revision: await stores.policyRevision.current(),
    };
  },
  decide: ({ domain, revision }, { id }) => {
    if (domain === null) {
      return rejected({ code: 'not_found' as const, message: 'There is no such domain.' });
    }
    const after: DomainRecord = { ...domain, state: 'removed' };
    return accepted({
      change: after,
      preview: { value: viewOfDomain(after), policyRevision: revision + 1n },
      changes: [{ label: 'domain', before: domain.name, after: null }],
      audit: { targetType: 'tenant_domain', targetId: id, before: domain, after },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, domain, moment) => {
    await stores.domains.save(domain, moment.now);
    return { value: viewOfDomain(domain), policyRevision: await stores.policyRevision.bump() };
  },
};

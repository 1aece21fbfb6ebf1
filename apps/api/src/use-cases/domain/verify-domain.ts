import { accepted, rejected } from '@purser/domain/outcome';
import { mayHaveOneMore } from '@purser/domain/tenant/counted-limits';
import {
  challengeOf,
  checkAgainAfterMs,
  type DomainCheck,
  judgeChallenge,
  type TxtLookup,
} from '@purser/domain/tenant/domain-challenge';
import type { DomainView, WithRevision } from '@purser/schema/contract/tenant';
import type { DomainRecord } from '../../ports/tenant-assets.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { loadCounted, type TenantCounted } from '../tenant/tenant-counted.ts';
import { viewOfDomain } from './domain-view.ts';

type State = TenantCounted & {
  readonly domain: DomainRecord | null;
  readonly known: readonly DomainRecord[];
  readonly isProvenElsewhere: boolean;
};

type Change = { readonly domain: DomainRecord; readonly isTold: boolean };

/**
 * Takes in what a lookup of the domain's TXT record found (rule C4). The lookup is made before the
 * command, so that no transaction waits for a resolver; null when there was none, because the newest
 * answer is too fresh to ask again. What was verified stays so when a later lookup fails.
 */
export function verifyDomain(
  lookup: TxtLookup | null,
): CommandDefinition<{ readonly id: string }, State, Change, WithRevision<DomainView>> {
  return {
    operation: 'verify-domain',
    load: async (stores, { id }) => {
      const counted = await loadCounted(stores);
      const domain = await stores.domains.find(id);
      return {
        ...counted,
        domain,
        known: await stores.domains.all(),
        isProvenElsewhere: domain !== null && (await stores.domains.isProvenElsewhere(domain.name)),
      };
    },
    decide: (state, { id }, moment) => {
      const { domain, revision } = state;
      if (domain === null) {
        const message = 'There is no such domain.';
        return rejected({ code: 'not_found' as const, message });
      }
      if (lookup === null) {
        return accepted({
          change: { domain, isTold: false },
          preview: { value: viewOfDomain(domain), policyRevision: revision },
          changes: [],
          audit: { targetType: 'tenant_domain', targetId: id, before: domain, after: domain },
          affects: 'nobody' as const,
          unchanged: true,
        });
      }
      const check = checkOf(domain, lookup, moment);
      const isNewlyProven = check.result === 'verified' && domain.state !== 'verified';
      if (isNewlyProven) {
        const refusal = refuseProof(state, domain);
        if (refusal !== null) return refusal;
      }
      const after: DomainRecord = {
        ...domain,
        lastCheck: check,
        ...(isNewlyProven ? { state: 'verified', verifiedAt: moment.now } : {}),
      };
      return accepted({
        change: { domain: after, isTold: isNewlyProven },
        preview: {
          value: viewOfDomain(after),
          policyRevision: isNewlyProven ? revision + 1n : revision,
        },
        changes: [{ label: domain.name, before: domain.state, after: after.state }],
        audit: { targetType: 'tenant_domain', targetId: id, before: domain, after },
        affects: 'nobody' as const,
      });
    },
    apply: async (stores, { domain, isTold }, moment) => {
      await stores.domains.save(domain, moment.now);
      const { policyRevision } = stores;
      const revision = await (isTold ? policyRevision.bump() : policyRevision.current());
      return { value: viewOfDomain(domain), policyRevision: revision };
    },
  };
}

/** Whether the domain was looked up so recently that the answer then stands. */
export function isCheckedJustNow({ lastCheck }: DomainRecord, nowMs: number): boolean {
  return lastCheck !== null && nowMs < lastCheck.at.getTime() + checkAgainAfterMs;
}

function checkOf(
  { name, token, createdAt }: DomainRecord,
  lookup: TxtLookup,
  { now }: Moment,
): DomainCheck {
  const record = challengeOf({ name, token, createdAtMs: createdAt.getTime() });
  return judgeChallenge(lookup, { record, token, at: now });
}

function refuseProof({ isProvenElsewhere, known, counted }: State, { name }: DomainRecord) {
  if (isProvenElsewhere) {
    const message = `${name} belongs to another tenant, who proved it first. Ask your operator if it is yours.`;
    return rejected({ code: 'already_exists' as const, message });
  }
  const verified = known.filter(({ state }) => state === 'verified').length;
  if (mayHaveOneMore(counted.domains, verified)) return null;
  const message = `The plan allows ${counted.domains} domains. Remove one, or move to a larger plan.`;
  return rejected({ code: 'not_allowed' as const, message });
}

import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { AuditChain, ChainLink, StoredLink } from '../../ports/audit-chain.ts';
import { nextLink } from './chain.ts';

export type AuditVerification = {
  /** Seals in the chain. */
  readonly sealed: number;
  /** Entries that no seal names, which is usual for the last second only. */
  readonly unsealed: number;
  /** The first place that is not what the entries make of it; null when the chain is whole. */
  readonly brokenAtSeq: bigint | null;
};

/** Computes the chain anew from the entries as they are stored, and compares (rules A2, A3). */
export async function verifyAudit(
  chain: AuditChain,
  scope: CounterScope,
): Promise<AuditVerification> {
  let previous: ChainLink | null = null;
  let sealed = 0;
  let brokenAtSeq: bigint | null = null;
  const { unsealed } = await chain.walk(scope, (links) => {
    for (const link of links) {
      sealed += 1;
      brokenAtSeq ??= breakAt(previous, link);
      previous = link;
    }
  });
  return { sealed, unsealed, brokenAtSeq };
}

/** Where the chain breaks between two stored links: a place left out, an entry gone or changed, a hash changed. */
function breakAt(previous: ChainLink | null, link: StoredLink): bigint | null {
  const expectedSeq = (previous?.seq ?? 0n) + 1n;
  if (link.seq !== expectedSeq) return expectedSeq;
  if (link.entry === null) return link.seq;
  return nextLink(previous, link.entry).hash === link.hash ? null : link.seq;
}

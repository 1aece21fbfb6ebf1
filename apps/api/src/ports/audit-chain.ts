import type { SealableEntry } from '@purser/domain/audit/seal';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { ProjectScope } from '@purser/schema/contract/request-context';

/** A place in the chain and its hash, in lower-case hex. */
export type ChainLink = { readonly seq: bigint; readonly hash: string };

export type Seal = ChainLink & { readonly entryId: string };

/** A seal as it is stored, with its entry as it is stored now; null when that is gone. */
export type StoredLink = ChainLink & { readonly entry: SealableEntry | null };

/** The hash chain over audit entries, one per project (rules A2, A3). */
export interface AuditChain {
  /** Projects with entries that no seal names. */
  waiting(): Promise<readonly CounterScope[]>;
  /**
   * Seals the oldest entries that wait, all in one transaction that one process of a project has at a
   * time: answers how many, 0 while another one is at it. Only entries of transactions older than
   * every running one are taken, so that none can appear before a sealed one later.
   */
  seal(
    scope: CounterScope,
    limit: number,
    link: (last: ChainLink | null, entries: readonly SealableEntry[]) => readonly Seal[],
  ): Promise<number>;
  /** Shows the whole chain in order, from one snapshot; answers how many entries no seal names. */
  walk(
    scope: CounterScope,
    visit: (links: readonly StoredLink[]) => void,
  ): Promise<{ readonly unsealed: number }>;
}

/** Settings that keep the last check of each project's chain: `{ checkedAt, sealed, unsealed, brokenAtSeq }`. */
export const auditCheckPrefix = 'audit-check:';

/** The setting that keeps a project's last check. */
export function auditCheckKey({ tenantSlug, projectSlug }: ProjectScope): string {
  return `${auditCheckPrefix}${tenantSlug}/${projectSlug}`;
}

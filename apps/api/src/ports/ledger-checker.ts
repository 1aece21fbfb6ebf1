import type { ProjectScope } from '@purser/schema/contract/request-context';

/** Something that is not what the transfers say. */
export type LedgerDifference = {
  /** The account at fault, or what else is: `turn <id>`, `hold <id>`, `user <id> <scope>`, `unit <unit>`, … */
  readonly accountId: string;
  readonly what: string;
};

export type LedgerCheck = {
  readonly accounts: number;
  readonly transfers: number;
  /** The first hundred of each kind. */
  readonly differences: readonly LedgerDifference[];
};

/** Recomputes everything that can be recomputed from the transfers and compares (rule L12). */
export interface LedgerChecker {
  /** One snapshot of one project: what commits meanwhile is not seen and disturbs nothing. */
  check(scope: ProjectScope): Promise<LedgerCheck>;
}

/** Settings that keep the last check of each project: `{ checkedAt, accounts, transfers, balanced, differences, found }`. */
export const ledgerCheckPrefix = 'ledger-check:';

/** The setting that keeps a project's last check. */
export function ledgerCheckKey({ tenantSlug, projectSlug }: ProjectScope): string {
  return `${ledgerCheckPrefix}${tenantSlug}/${projectSlug}`;
}

import type { LedgerVerification } from '@purser/schema/contract/inputs';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { AlertLog } from '../../ports/alert-log.ts';
import type { Ids } from '../../ports/ids.ts';
import { ledgerCheckKey } from '../../ports/ledger-checker.ts';
import type { Settings } from '../../ports/settings.ts';
import { type VerifyDeps, verifyLedger } from './verify-ledger.ts';

export type CheckDeps = VerifyDeps & {
  readonly ids: Ids;
  readonly settings: Settings;
  readonly alerts: AlertLog;
};

/** The ledger of a project does not say what its transfers say. */
export class UnbalancedLedgerError extends Error {
  override name = 'UnbalancedLedgerError';
}

const differencesKept = 20;

/**
 * Verifies a project's ledger, keeps the result for metrics, and raises one alert a day while it does not
 * balance (rule L12). Throws an UnbalancedLedgerError then, so that the run counts the project as failed.
 */
export async function checkLedger(deps: CheckDeps, scope: ProjectScope): Promise<number> {
  const verification = await verifyLedger(deps, scope);
  const { checkedAt, accounts, transfers, balanced, differences } = verification;
  await deps.settings.put(ledgerCheckKey(scope), {
    checkedAt,
    accounts,
    transfers,
    balanced,
    differences: differences.length,
    found: differences.slice(0, differencesKept),
  });
  if (balanced) return 1;
  await raiseAlert(deps, scope, verification);
  const first = differences[0];
  throw new UnbalancedLedgerError(
    `The ledger does not balance in ${differences.length} places; the first: ${first?.accountId}: ${first?.what}`,
  );
}

async function raiseAlert(
  { ids, alerts }: CheckDeps,
  scope: ProjectScope,
  { checkedAt, differences }: LedgerVerification,
): Promise<void> {
  const day = checkedAt.toISOString().slice(0, 'YYYY-MM-DD'.length);
  await alerts.raise(scope, [
    {
      id: ids.uuid7(checkedAt.getTime()),
      kind: 'ledger_unbalanced',
      severity: 'critical',
      dedupeKey: `ledger-unbalanced:${day}`,
      title: `The ledger does not say what its transfers say, in ${differences.length} places.`,
      payload: { differences: differences.slice(0, differencesKept) },
      createdAtMs: checkedAt.getTime(),
    },
  ]);
}

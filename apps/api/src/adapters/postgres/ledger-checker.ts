import type { Pool } from 'pg';
import type { LedgerChecker, LedgerDifference } from '../../ports/ledger-checker.ts';
import { inSnapshot } from './in-transaction.ts';
import { accountChecks } from './ledger-checks/account-checks.ts';
import { periodChecks } from './ledger-checks/period-checks.ts';
import { turnChecks } from './ledger-checks/turn-checks.ts';
import { usageChecks } from './ledger-checks/usage-checks.ts';
import { readWholeTables } from './ledger-checks/whole-tables.ts';
import type { SqlRunner } from './sql-runner.ts';

const checks = [...accountChecks, ...periodChecks, ...turnChecks, ...usageChecks];

/** A ledger that is wrong in one way is wrong in many rows: enough of each kind to see the pattern. */
const differencesOfAKindMax = 100;

const countsSql = `
  SELECT (SELECT count(*) FROM account WHERE tenant_id = $1::int AND project_id = $2::int)::int AS accounts,
         (SELECT count(*) FROM transfer WHERE tenant_id = $1::int AND project_id = $2::int)::int AS transfers`;

/** Recomputes a project's books from its transfers, all in one snapshot (rule L12). */
export function createLedgerChecker(pool: Pool): LedgerChecker {
  return {
    check: ({ tenantId, projectId }) =>
      inSnapshot(pool, async (run) => {
        // Every check reads whole tables: a loop over rows, which a planner without statistics may choose,
        // would take the square of their number.
        await run('SET LOCAL enable_nestloop = off', []);
        const scope = [tenantId, projectId] as const;
        await run(readWholeTables, []);
        const [counts] = await run<{ accounts: number; transfers: number }>(countsSql, scope);
        const differences: LedgerDifference[] = [];
        for (const { sql } of checks) differences.push(...(await find(run, sql, scope)));
        return { accounts: 0, transfers: 0, ...counts, differences };
      }),
  };
}

async function find(
  run: SqlRunner,
  sql: string,
  scope: readonly number[],
): Promise<readonly LedgerDifference[]> {
  const rows = await run<{ subject: string; what: string }>(
    `SELECT found.subject, found.what FROM (${sql}) found LIMIT ${differencesOfAKindMax}`,
    scope,
  );
  return rows.map(({ subject, what }) => ({ accountId: subject, what }));
}

import type { PoolClient } from 'pg';
import type { LedgerScope } from '../ledger/ledger-world.ts';

export type Transaction = {
  readonly spendShard: number;
  /** Runs a statement whose first two parameters are the scope. */
  readonly query: <Row extends object>(text: string, values: readonly unknown[]) => Promise<Row[]>;
};

/** The statements of one connection's open transaction. */
export function transactionOf(
  client: PoolClient,
  scope: LedgerScope,
  spendShard: number,
): Transaction {
  return {
    spendShard,
    query: async <Row extends object>(text: string, values: readonly unknown[]) => {
      const { rows } = await client.query<Row>(text, [scope.tenantId, scope.projectId, ...values]);
      return rows;
    },
  };
}

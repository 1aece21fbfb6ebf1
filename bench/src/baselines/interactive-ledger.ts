import { openConnections } from '../ledger/connections.ts';
import type { LedgerSubject } from '../ledger/ledger-subject.ts';
import type { LedgerScope } from '../ledger/ledger-world.ts';
import { admission, settlement } from '../ledger/turn-items.ts';
import { admitInteractively } from './interactive-admit.ts';
import { settleInteractively } from './interactive-settle.ts';
import { type Transaction, transactionOf } from './transaction.ts';

/**
 * Baseline (a) of P1 and P2: what a careful program does through an ORM. It opens a transaction,
 * locks, reads, decides in JavaScript, and updates and inserts the rows that the product writes, a
 * statement each.
 */
export function interactiveLedger(url: string, scope: LedgerScope): LedgerSubject {
  const connections = openConnections(url);
  const transaction = (work: (tx: Transaction) => Promise<void>) =>
    connections.use(async (client, spendShard) => {
      await client.query('BEGIN');
      try {
        await work(transactionOf(client, scope, spendShard));
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    });
  return {
    async pair(turnId, userId, funding) {
      await transaction((tx) => admitInteractively(tx, admission(turnId, userId, funding)));
      await transaction((tx) => settleInteractively(tx, settlement(turnId, userId)));
    },
    close: connections.close,
  };
}

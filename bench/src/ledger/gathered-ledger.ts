import { openPool } from '@purser/api/src/adapters/postgres/pool.ts';
import { GatheredTurnLedger } from '@purser/api/src/adapters/postgres/turn-ledger/gathered-turn-ledger.ts';
import type { LedgerSubject } from './ledger-subject.ts';
import type { LedgerScope } from './ledger-world.ts';
import { admission, settlement } from './turn-items.ts';

/** The product: its own gathering ledger, with nobody to tell the counters to. */
export function gatheredLedger(url: string, scope: LedgerScope): LedgerSubject {
  const pool = openPool({ url });
  const ledger = new GatheredTurnLedger({ pool, processNumber: 0, tell: async () => {} });
  return {
    async pair(turnId, userId, funding) {
      const admitted = await ledger.submit(scope, admission(turnId, userId, funding));
      if (admitted.status !== 'admitted') throw new Error(`Not admitted: ${admitted.status}.`);
      const settled = await ledger.submit(scope, settlement(turnId, userId));
      if (settled.status !== 'settled') throw new Error(`Not settled: ${settled.status}.`);
    },
    async close() {
      await ledger.close();
      await pool.end();
    },
  };
}

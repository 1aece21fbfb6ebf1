import { PostingAccounts } from '@purser/api/src/adapters/postgres/posting-accounts.ts';
import {
  type AnswerRow,
  postingText,
  postingValues,
} from '@purser/api/src/adapters/postgres/posting-statement.ts';
import { decodeAnswer } from '@purser/api/src/adapters/postgres/turn-ledger/decode-answer.ts';
import { encodeItem } from '@purser/api/src/adapters/postgres/turn-ledger/encode-item.ts';
import type { TurnItem } from '@purser/api/src/ports/turn-ledger.ts';
import { openConnections } from '../ledger/connections.ts';
import type { LedgerSubject } from '../ledger/ledger-subject.ts';
import type { LedgerScope } from '../ledger/ledger-world.ts';
import { admission, settlement } from '../ledger/turn-items.ts';

/**
 * Baseline (b) of P1 and P2: the product's own posting function, prepared, called once per command in
 * a transaction of its own. Nothing is gathered, and no lane is kept.
 */
export function singleCallLedger(url: string, scope: LedgerScope): LedgerSubject {
  const connections = openConnections(url);
  const post = (item: TurnItem) =>
    connections.use(async (client, spendShard) => {
      const accounts = new PostingAccounts();
      const encoded = encodeItem(item, accounts, spendShard);
      const { rows } = await client.query<AnswerRow>({
        name: 'single_call',
        text: postingText,
        values: postingValues({ scope, lane: null, accounts, items: [encoded] }),
      });
      const [row] = rows;
      if (row === undefined) throw new Error('purser_post answered nothing.');
      return decodeAnswer(item, row);
    });
  return {
    async pair(turnId, userId, funding) {
      const admitted = await post(admission(turnId, userId, funding));
      if (admitted.status !== 'admitted') throw new Error(`Not admitted: ${admitted.status}.`);
      const settled = await post(settlement(turnId, userId));
      if (settled.status !== 'settled') throw new Error(`Not settled: ${settled.status}.`);
    },
    close: connections.close,
  };
}

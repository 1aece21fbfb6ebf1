import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brokenInvariants } from '../../testing/check-books.ts';
import { turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from '../../use-cases/turn/admit-turn.ts';
import { settleTurn } from '../../use-cases/turn/settle-turn.ts';
import { poolRunner } from './sql-runner.ts';
import { readTurnTransfers } from './turn-transfers-query.ts';

/** The partitioned form as its decision shows it. */
function partitioningSql(): string {
  const document = new URL(
    '../../../../../docs/decisions/0002-one-batched-ledger-in-sql.md',
    import.meta.url,
  );
  const block = /```sql\n([\s\S]*?)```/.exec(readFileSync(document, 'utf8'))?.[1];
  if (block === undefined) throw new Error('The decision shows no SQL.');
  return block;
}

const beforeMidnightMs = Date.UTC(2026, 11, 31, 23, 59, 30);
const afterMidnightMs = Date.UTC(2027, 0, 1, 0, 1, 0);

it('turns live on in partitioned tables, across the boundary of two, and the books balance', async () => {
  await using world = await turnWorld({ limits: { requestsPerMonth: 10n } });
  const { deps, ctx, pool } = world;
  await admitTurn(deps, ctx, { turnId: 'before', userId: 'u', estimateTokens: 2_000n });
  await pool.query(partitioningSql());
  expect(await settleTurn(deps, ctx, { turnId: 'before', costMicroUsd: 7_000n })).toMatchObject({
    ok: true,
  });

  await world.moveTo(beforeMidnightMs);
  await admitTurn(deps, ctx, { turnId: 'across', userId: 'u', estimateTokens: 2_000n });
  await world.moveTo(afterMidnightMs);
  const settled = await settleTurn(deps, ctx, { turnId: 'across', costMicroUsd: 9_000n });
  const again = await settleTurn(deps, ctx, { turnId: 'across', costMicroUsd: 9_000n });
  expect(again).toEqual({ ...settled, replayed: true });

  const { rows } = await pool.query(
    'SELECT tableoid::regclass::text AS part, count(*)::int AS rows FROM transfer GROUP BY 1 ORDER BY 1',
  );
  expect(rows.map(({ part }) => part)).toEqual(['transfer_2027_01', 'transfer_until_2027']);
  const transfers = await readTurnTransfers(poolRunner(pool), ctx.scope, 'across');
  expect(transfers.map(({ phase }) => phase)).toEqual(['hold', 'settle', 'void']);
  expect(await brokenInvariants(pool)).toEqual([]);

  await pool.query(
    `INSERT INTO audit_entry (tenant_id, project_id, id, recorded_at, actor, role, action, target_type, target_id, reason, request_id)
     VALUES (1, 1, purser_first_id($1), $1, 'test', 'admin', 'test', 'none', 'none', 'test', 'test')`,
    [new Date(afterMidnightMs)],
  );
  const queued = await pool.query('SELECT entry_id FROM audit_unsealed');
  expect(queued.rowCount).toBe(1);
});

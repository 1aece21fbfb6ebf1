import { type Client, escapeIdentifier } from 'pg';
import type { Inventory } from './inventory.ts';

/**
 * Waits for writers and keeps them away until the transaction ends; readers, such as pg_dump, may go on. It is the first
 * statement of the transaction, so that what is dumped is what is dropped.
 */
export async function keepWritersAway(client: Client, { tables }: Inventory): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  const names = tables.map(({ name }) => `public.${escapeIdentifier(name)}`);
  if (names.length > 0) await client.query(`LOCK TABLE ${names.join(', ')} IN SHARE MODE`);
}

/** Drops what Purser made, in the transaction of the caller: what others keep in the same database stays. */
export async function dropEverything(
  client: Client,
  { tables, schemas }: Inventory,
): Promise<void> {
  for (const schema of schemas) {
    await client.query(`DROP SCHEMA ${escapeIdentifier(schema)} CASCADE`);
  }
  for (const { name } of tables.toReversed()) {
    await client.query(`DROP TABLE public.${escapeIdentifier(name)}`);
  }
  for (const statement of await ownRoutines(client)) await client.query(statement);
}

/** Functions and the types of their arguments are Purser's by their names. */
async function ownRoutines(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(`
    SELECT statement FROM (
      SELECT 1 AS turn, format('DROP FUNCTION %s', p.oid::regprocedure) AS statement
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname = 'public' AND p.proname LIKE 'purser\\_%'
      UNION ALL
      SELECT 2, format('DROP TYPE %s', t.oid::regtype)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
       WHERE n.nspname = 'public' AND t.typname LIKE 'posting\\_%' AND t.typtype = 'c') own
     ORDER BY turn, statement`);
  return rows.map(({ statement }) => statement);
}

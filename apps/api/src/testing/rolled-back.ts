import type { Pool, PoolClient } from 'pg';

/**
 * Does something to a database that is undone afterwards, schema included, so that many tests can damage
 * the same one. What is given to `work` is a pool of one connection whose transactions are savepoints.
 */
export async function rolledBack<Value>(
  pool: Pool,
  work: (within: Pool) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    return await work(poolWithin(client));
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

function poolWithin(client: PoolClient): Pool {
  const query = (text: string, ...rest: unknown[]) => {
    if (text.startsWith('BEGIN')) return client.query('SAVEPOINT within');
    if (text === 'COMMIT') return client.query('RELEASE SAVEPOINT within');
    return client.query(text, ...(rest as [unknown[]]));
  };
  const within = { query, release: () => {} };
  return { ...within, connect: async () => within } as unknown as Pool;
}

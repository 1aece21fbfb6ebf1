import type { Pool } from 'pg';
import type { SqlRunner } from './sql-runner.ts';

/** Runs statements in one transaction of the pool, without Prisma: all of them or none. */
export function inTransaction<Value>(
  pool: Pool,
  work: (run: SqlRunner) => Promise<Value>,
): Promise<Value> {
  return between(pool, 'BEGIN', work);
}

/**
 * Reads in one snapshot: every statement sees the database as it was when the first one began. It holds
 * no lock that a command would wait for.
 */
export function inSnapshot<Value>(
  pool: Pool,
  read: (run: SqlRunner) => Promise<Value>,
): Promise<Value> {
  return between(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', read);
}

async function between<Value>(
  pool: Pool,
  begin: string,
  work: (run: SqlRunner) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query(begin);
    const value = await work(async <Row>(text: string, values: readonly unknown[]) => {
      const { rows } = await client.query(text, [...values]);
      return rows as Row[];
    });
    await client.query('COMMIT');
    broken = false;
    return value;
  } finally {
    // A connection that failed within its transaction is not given to anybody else.
    client.release(broken);
  }
}

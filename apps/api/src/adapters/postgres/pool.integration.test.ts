import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import { expect, it } from 'vitest';
import { openPool } from './pool.ts';

it('a connection that breaks while somebody has it fails its user, and ends neither the pool nor the process', async () => {
  await using database = await createTestDatabase();
  const pool = openPool({ url: database.url, connectionsMax: 2 });
  try {
    const client = await pool.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    // Nothing is being asked at this moment, so there is nobody whom the error could be thrown at.
    await ended;
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  } finally {
    await pool.end();
  }
});

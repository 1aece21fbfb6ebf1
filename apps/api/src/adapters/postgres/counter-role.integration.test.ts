import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import { Client } from 'pg';
import { expect, it, vi } from 'vitest';
import { openCounterRole } from './counter-role.ts';

it('gives the role to one process, and to the next when the first gives it up', async () => {
  await using database = await createTestDatabase();
  const first = await openCounterRole({ url: database.url });
  const second = await openCounterRole({ url: database.url });
  expect(first.isHeld()).toBe(true);
  expect(second.isHeld()).toBe(false);
  expect(second.reason()).toContain('REDIS_URL');
  await first.close();
  await vi.waitFor(() => expect(second.isHeld()).toBe(true), { timeout: 5_000 });
  await second.close();
});

it('stops deciding when its connection is lost, and forgets before it decides again', async () => {
  await using database = await createTestDatabase();
  const taken = vi.fn(async () => {});
  const role = await openCounterRole({ url: database.url, onTaken: taken });
  expect(taken).toHaveBeenCalledTimes(1);
  await endSessions(database.url);
  await vi.waitFor(() => expect(taken).toHaveBeenCalledTimes(2), { timeout: 5_000 });
  await vi.waitFor(() => expect(role.isHeld()).toBe(true), { timeout: 5_000 });
  await role.close();
});

async function endSessions(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'purser-counters' AND datname = current_database()`,
  );
  await client.end();
}

import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './test-database.ts';
import { createTestRedis, hasTestRedis } from './test-redis.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('test databases are migrated and do not see each other', async () => {
  await using first = await createTestDatabase();
  await using second = await createTestDatabase();
  await query(first.url, 'CREATE TABLE only_here (id integer)');
  const count = "SELECT count(*)::int AS n FROM pg_tables WHERE tablename = 'only_here'";
  expect(await query(first.url, count)).toEqual([{ n: 1 }]);
  expect(await query(second.url, count)).toEqual([{ n: 0 }]);
  expect(await query(second.url, 'SELECT count(*) > 0 AS some FROM _prisma_migrations')).toEqual([
    { some: true },
  ]);
});

test('test databases made at the same time wait for one template', async () => {
  const databases = await Promise.all(Array.from({ length: 6 }, () => createTestDatabase()));
  expect(new Set(databases.map(({ url }) => url)).size).toBe(6);
  await Promise.all(databases.map(({ drop }) => drop()));
});

test.runIf(hasTestRedis)('test Redis databases do not share keys', async () => {
  await using first = await createTestRedis();
  await using second = await createTestRedis();
  expect(first.url).not.toBe(second.url);
});

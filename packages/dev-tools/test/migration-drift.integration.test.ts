import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { diffSchemas } from '@purser/prisma/schema-diff';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { readCatalog } from '../src/drift/catalog.ts';
import { createEmptyDatabase, createTestDatabase } from '../src/testing/test-database.ts';

const prismaFolder = resolve(import.meta.dirname, '../../../prisma');

async function catalogOf(url: string, sql = '') {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
    return await readCatalog(client);
  } finally {
    await client.end();
  }
}

test('the migrations make what schema.prisma says', async () => {
  await using migrated = await createTestDatabase();
  await using drawn = await createEmptyDatabase();
  const schema = await readFile(resolve(prismaFolder, 'schema.prisma'), 'utf8');
  const actual = await catalogOf(migrated.url);
  const expected = await catalogOf(drawn.url, await diffSchemas(null, schema));
  expect(actual.columns).toEqual(expected.columns);
  expect(actual.keys).toEqual(expected.keys);
  expect(actual.plainIndexes).toEqual(expected.plainIndexes);
});

test('the next migration starts from the schema as it is', async () => {
  const schema = await readFile(resolve(prismaFolder, 'schema.prisma'), 'utf8');
  const snapshot = resolve(prismaFolder, 'migrations/schema.snapshot.prisma');
  expect(await diffSchemas(await readFile(snapshot, 'utf8'), schema)).toContain('empty migration');
});

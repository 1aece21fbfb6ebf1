import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MigrationError, migrate } from '@purser/prisma/migrate';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEmptyDatabase, type TestDatabase } from '../src/testing/test-database.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = mkdtempSync(join(tmpdir(), 'purser-migrations-'));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

function addMigration(name: string, sql: string) {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test('migrations are applied in order, once, whoever else applies them', async () => {
  addMigration('2_fill', 'INSERT INTO first VALUES (1)');
  addMigration('1_make', 'CREATE TABLE first (id integer)');
  const runs = await Promise.all([1, 2, 3].map(() => migrate(database.url, { folder })));
  expect(runs.flat()).toEqual(['1_make', '2_fill']);
  expect(await query('SELECT id FROM first')).toEqual([{ id: 1 }]);
  expect(await migrate(database.url, { folder })).toEqual([]);
});

test('a failing migration leaves nothing and names its line', async () => {
  addMigration('1_make', 'CREATE TABLE first (id integer);\n\nSELECT wrong;');
  const failure = migrate(database.url, { folder });
  await expect(failure).rejects.toThrow(MigrationError);
  await expect(failure).rejects.toThrow(/1_make failed and was rolled back: .*wrong.* \(line 3\)/);
  expect(await query("SELECT to_regclass('first') AS name")).toEqual([{ name: null }]);
  addMigration('1_make', 'CREATE TABLE first (id integer)');
  expect(await migrate(database.url, { folder })).toEqual(['1_make']);
});

test('a changed, a missing and an unfinished migration are refused', async () => {
  addMigration('1_make', 'CREATE TABLE first (id integer)');
  await migrate(database.url, { folder });
  addMigration('1_make', 'CREATE TABLE second (id integer)');
  await expect(migrate(database.url, { folder })).rejects.toThrow(
    'was changed after it was applied',
  );
  rmSync(join(folder, '1_make'), { recursive: true });
  await expect(migrate(database.url, { folder })).rejects.toThrow('does not know');
  await query('UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(migrate(database.url, { folder })).rejects.toThrow('never finished');
});

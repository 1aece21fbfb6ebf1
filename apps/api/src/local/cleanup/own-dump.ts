import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { historyTable } from '@purser/prisma/migration-history';
import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Inventory } from './inventory.ts';

const head = `-- The rows of a Purser database. To restore it: make an empty database, "purser migrate" it, then
--   psql --set ON_ERROR_STOP=1 --single-transaction --file <this file> <its address>
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
`;

/**
 * Writes every row of Purser's tables as SQL that psql restores, over the connection that is given and so in its
 * transaction's view. For machines without a fitting pg_dump: what another program keeps in the database is not in it.
 */
export async function writeOwnDump(
  client: Client,
  inventory: Pick<Inventory, 'tables'>,
  path: string,
): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  await write(file, head);
  for (const { name } of inventory.tables) {
    if (name !== historyTable) await writeTable(client, file, name);
  }
  file.end();
  await once(file, 'finish');
}

async function writeTable(client: Client, file: WriteStream, name: string): Promise<void> {
  const table = `public.${escapeIdentifier(name)}`;
  const columns = await readColumns(client, name);
  const list = columns.map((column) => escapeIdentifier(column.name)).join(', ');
  // What a trigger adds to a row is in its own table's rows already.
  await write(file, `\nALTER TABLE ${table} DISABLE TRIGGER USER;\n`);
  await write(file, `COPY ${table} (${list}) FROM stdin;\n`);
  const rows = client.query(copyTo(`COPY (SELECT ${list} FROM ${table}) TO STDOUT`));
  await pipeline(rows, file, { end: false });
  await write(file, `\\.\nALTER TABLE ${table} ENABLE TRIGGER USER;\n`);
  for (const { next } of columns) if (next !== null) await write(file, `${next}\n`);
}

type Column = { readonly name: string; readonly next: string | null };

/** The columns in their order; `next` moves a column's sequence to where it stands. */
async function readColumns(client: Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<{ name: string; sequence: string | null }>(
    `SELECT attname::text AS name, pg_get_serial_sequence($1, attname) AS sequence
       FROM pg_attribute
      WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
      ORDER BY attnum`,
    [`public.${escapeIdentifier(table)}`],
  );
  return Promise.all(
    rows.map(async ({ name, sequence }) => ({ name, next: await setSequence(client, sequence) })),
  );
}

async function setSequence(client: Client, sequence: string | null): Promise<string | null> {
  if (sequence === null) return null;
  const { rows } = await client.query<{ value: string; called: boolean }>(
    `SELECT last_value::text AS value, is_called AS called FROM ${sequence}`,
  );
  const { value = '1', called = false } = rows[0] ?? {};
  return `SELECT setval(${escapeLiteral(sequence)}, ${value}, ${called});`;
}

async function write(file: WriteStream, text: string): Promise<void> {
  if (!file.write(text)) await once(file, 'drain');
}

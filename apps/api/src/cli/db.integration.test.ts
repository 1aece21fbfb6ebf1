import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import { findOnPath } from '@purser/local-services/find-program';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { runPurser } from '../testing/run-purser.ts';
import { seededProject } from '../testing/seeded-project.ts';

/** An operator at a terminal, with a database that another program shares. */
async function openTerminal() {
  const database = await createTestDatabase(seededProject);
  const folder = mkdtempSync(join(tmpdir(), 'purser-db-'));
  const settings = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    DATABASE_URL: database.url,
    PURSER_SECRET: 'a-secret-that-is-long-enough-for-a-root-key',
    PURSER_DATA_DIR: join(folder, 'data'),
  };
  const purser = (args: readonly string[], env: Record<string, string> = {}) =>
    runPurser(args, { ...settings, ...env });
  const ask = async (sql: string, url = database.url) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await ask(
    'CREATE TABLE guest_book (line text); CREATE FUNCTION guest() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  );
  const name = new URL(database.url).pathname.slice(1);
  const close = async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  };
  return { purser, ask, folder, name, url: database.url, [Symbol.asyncDispose]: close };
}

const tables = `SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'public'`;

it('db drop lists what it would drop and changes nothing until it is told to, by name', async () => {
  await using terminal = await openTerminal();
  const { purser, ask, name } = terminal;
  const before = await ask(tables);
  const dry = await purser(['db', 'drop']);
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toMatch(/^plan +7 rows/m);
  expect(dry.out).toContain('and the schemas kdcube_control_plane');
  expect(dry.out).toContain('Nothing was changed.');
  expect(dry.out).not.toContain('guest_book');

  expect(await purser(['db', 'drop', '--execute'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no terminal to ask at'),
  });
  expect(await purser(['db', 'drop', '--execute', '--confirm', 'another'])).toMatchObject({
    code: 1,
    err: 'purser: "another" is not the database\'s name: nothing was dropped.\n',
  });
  const production = { NODE_ENV: 'production', OIDC_ISSUER: 'https://id.example.com' };
  expect(await purser(['db', 'drop', '--execute', '--confirm', name], production)).toMatchObject({
    code: 1,
    err: expect.stringContaining('add --in-production'),
  });
  const other = new Client({ connectionString: terminal.url });
  await other.connect();
  expect(await purser(['db', 'drop', '--execute', '--confirm', name])).toMatchObject({
    code: 1,
    err: expect.stringContaining('Others are connected'),
  });
  await other.end();
  expect(await ask(tables)).toEqual(before);
});

it.each([
  ['pg_dump or COPY, whichever fits', {}],
  ['COPY where there is no pg_dump', { PATH: '/nowhere' }],
])(
  'db drop dumps everything by %s, drops what is Purser’s alone, and the dump restores',
  async (_by, env) => {
    await using terminal = await openTerminal();
    const { purser, ask, folder, name } = terminal;
    const rows = 'SELECT id, name, created_at::text FROM plan ORDER BY id';
    const plans = await ask(rows);
    const to = join(folder, 'kept');
    const args = ['db', 'drop', '--execute', '--confirm', name, '--dump-to', to];
    const dropped = await purser(args, env);
    expect(dropped).toMatchObject({ code: 0 });
    expect(dropped.out).toContain(`Dropped everything of Purser's in "${name}".`);
    expect(await ask(tables)).toEqual([{ count: 1 }]);
    expect(
      await ask(`SELECT proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE nspname = 'public'`),
    ).toEqual([{ proname: 'guest' }]);
    expect((await purser(['db', 'drop'])).out).toContain('holds nothing of Purser');

    const [file = ''] = readdirSync(to);
    const sql = readFileSync(join(to, file), 'utf8');
    expect(sql).toContain('payasyougo');
    const psql = findOnPath(['psql']);
    if (psql === undefined) return;
    const byCopy = dropped.out.includes('by COPY');
    if (byCopy) await purser(['migrate']);
    else await ask('DROP TABLE guest_book; DROP FUNCTION guest');
    const flags = ['--set', 'ON_ERROR_STOP=1', '--quiet', '--file', join(to, file), terminal.url];
    expect(spawnSync(psql, flags, { encoding: 'utf8' }).stderr).toBe('');
    expect(await ask(rows)).toEqual(plans);
    expect((await purser(['seed'])).out).toBe('Nothing was missing.\n');
    const [next] = await ask(`SELECT nextval(pg_get_serial_sequence('tenant', 'id'))::int AS id`);
    expect(next).toEqual({ id: 2 });
  },
);

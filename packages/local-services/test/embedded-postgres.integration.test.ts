import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../src/embedded-postgres.ts';
import { withConnection } from '../src/postgres-connection.ts';
import { isRunning, waitForExit } from '../src/process-identity.ts';
import { temporaryDataDirectory } from './data-directory.ts';

function start(dataDir: string, options: Partial<EmbeddedPostgresOptions> = {}) {
  return startEmbeddedPostgres({ dataDir, durable: false, database: 'purser', ...options });
}

function run(url: string, sql: string) {
  return withConnection(url, async (client) => (await client.query(sql)).rows);
}

/** Starts a server from a process of its own and answers what it printed. */
async function startElsewhere(dataDir: string) {
  const script = resolve(import.meta.dirname, 'orphaning-process.ts');
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, server: JSON.parse(String(line)) as { pid: number; url: string } };
}

test('data survives a stop, and the second start is quick', async () => {
  await using directory = temporaryDataDirectory();
  const first = await start(directory.dataDir);
  await run(first.url, 'CREATE TABLE kept AS SELECT 42 AS n');
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);
  const startedAt = performance.now();
  const second = await start(directory.dataDir);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(await run(second.url, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
  await second.stop();
});

test('the server that a killed process left is replaced', async () => {
  await using directory = temporaryDataDirectory();
  const { child, server } = await startElsewhere(directory.dataDir);
  await run(server.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning(server.pid)).toBe(true);
  const lines: string[] = [];
  const second = await start(directory.dataDir, {
    database: 'postgres',
    log: (line) => lines.push(line),
  });
  expect(lines.join()).toContain(`process ${server.pid}`);
  expect(isRunning(server.pid)).toBe(false);
  expect(await run(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  await second.stop();
});

test('a directory in use by a living process is refused with its process id', async () => {
  await using directory = temporaryDataDirectory();
  const { child } = await startElsewhere(directory.dataDir);
  await expect(start(directory.dataDir)).rejects.toThrow(
    `in use by another Purser (process ${child.pid})`,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('a killed server comes back with everything committed', async () => {
  await using directory = temporaryDataDirectory();
  const first = await start(directory.dataDir, { durable: true });
  await run(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  process.kill(first.pid, 'SIGKILL');
  await waitForExit(first.pid, 5_000);
  const second = await start(directory.dataDir, { durable: true });
  expect(await run(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  await second.stop();
});

test('a killed server comes back although one of its children computes on for hours', async () => {
  await using directory = temporaryDataDirectory();
  const first = await start(directory.dataDir, { durable: true });
  await run(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  const busy = new Client({ connectionString: first.url });
  busy.on('error', () => undefined);
  await busy.connect();
  await busy.query("SET statement_timeout = '60s'");
  const computing = busy.query('DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$');
  const lost = expect(computing).rejects.toThrow();
  const seen = `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'`;
  await vi.waitFor(async () => expect(await run(first.url, seen)).toHaveLength(1));
  process.kill(first.pid, 'SIGKILL');
  await waitForExit(first.pid, 5_000);
  const second = await start(directory.dataDir, { durable: true });
  expect(await run(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  await lost;
  await second.stop();
});

test('what a start killed while it made the database left is removed, and never met by the next one', async () => {
  await using directory = temporaryDataDirectory();
  const draft = join(directory.dataDir, 'cluster.draft-1');
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'PG_VERSION'), '');
  const server = await start(directory.dataDir);
  expect(await run(server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(existsSync(draft)).toBe(false);
  await server.stop();
});

test('a lock file that its killed server never filled does not keep the next one from starting', async () => {
  await using directory = temporaryDataDirectory();
  const first = await start(directory.dataDir);
  await first.stop();
  writeFileSync(join(first.dataDir, 'cluster', 'postmaster.pid'), '');
  const second = await start(directory.dataDir);
  expect(await run(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await second.stop();
});

test('a directory of another PostgreSQL version is refused', async () => {
  await using directory = temporaryDataDirectory();
  const first = await start(directory.dataDir);
  await first.stop();
  writeFileSync(join(first.dataDir, 'cluster', 'PG_VERSION'), '15\n');
  await expect(start(directory.dataDir)).rejects.toThrow('was written by PostgreSQL 15');
});

test('a lock file with the id of another process does not keep the server from starting', async () => {
  await using directory = temporaryDataDirectory();
  const first = await start(directory.dataDir);
  await first.stop();
  const stale = `${process.pid}\n${first.dataDir}/cluster\n1\n5432\n\n127.0.0.1\n`;
  writeFileSync(join(first.dataDir, 'cluster', 'postmaster.pid'), stale);
  const second = await start(directory.dataDir);
  expect(second.pid).not.toBe(process.pid);
  await second.stop();
});

test('a taken port is named', async () => {
  await using directory = temporaryDataDirectory();
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await expect(start(directory.dataDir, { port })).rejects.toThrow(`Port ${port} is taken`);
  squatter.close();
});

test('a database is reached by a process that was busy for a second and a half meanwhile', async () => {
  await using directory = temporaryDataDirectory();
  const server = await start(directory.dataDir);
  const asked = run(server.url, 'SELECT 1 AS n');
  const busyUntil = performance.now() + 1_500;
  while (performance.now() < busyUntil);
  expect(await asked).toEqual([{ n: 1 }]);
  await server.stop();
});

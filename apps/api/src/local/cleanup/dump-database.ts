import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { findOnPath } from '@purser/local-services/find-program';
import type { Client } from 'pg';
import type { Environment } from '../../config/read-variables.ts';
import type { Inventory } from './inventory.ts';
import { writeOwnDump } from './own-dump.ts';

export type DumpRequest = {
  readonly url: string;
  readonly inventory: Inventory;
  /** A file that is not there yet. */
  readonly path: string;
  readonly environment: Environment;
  readonly note: (line: string) => void;
};

/**
 * Writes the whole database into a file by pg_dump; where there is none, or one that is older than the server, Purser's own
 * rows by COPY. Answers by which of the two. Whoever calls it keeps writers away meanwhile.
 */
export async function dumpDatabase(
  client: Client,
  request: DumpRequest,
): Promise<'pg_dump' | 'copy'> {
  const program = findOnPath(['pg_dump']);
  if (program !== undefined && (await runPgDump(program, request))) return 'pg_dump';
  await writeOwnDump(client, request.inventory, request.path);
  return 'copy';
}

/** The password goes through the environment: what a process is called with, everybody can read. */
async function runPgDump(program: string, request: DumpRequest): Promise<boolean> {
  const { url, path, environment, note } = request;
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  try {
    await promisify(execFile)(
      program,
      ['--no-password', '--no-owner', '--file', path, '--dbname', address.href],
      { env: { ...environment, ...(password === '' ? {} : { PGPASSWORD: password }) } },
    );
    return true;
  } catch (error) {
    rmSync(path, { force: true });
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    const [line = 'no reason was given'] = said.split('\n').filter(Boolean);
    note(`pg_dump failed (${line}): the rows are copied instead.`);
    return false;
  }
}

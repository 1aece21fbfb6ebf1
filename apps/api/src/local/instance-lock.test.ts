import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess } from '@purser/local-services/process-identity';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config/config.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { lockHolder, lockInstance } from './instance-lock.ts';
import { announceServer, listServers } from './running-server.ts';

let folder: string;
let directory: DataDirectory;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purser-'));
  // PostgreSQL's own user must reach it where the tests run as root.
  chmodSync(folder, 0o755);
  directory = openDataDirectory(readConfig({ PURSER_DATA_DIR: join(folder, 'data') }), () => {});
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that lives until it is told to end. */
async function otherProcess() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume(); console.log(1)']);
  await once(child.stdout, 'data');
  const identity = identifyProcess(child.pid ?? 0);
  const end = async () => {
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  return { identity, end };
}

describe('the lock of an instance', () => {
  it('is held by one process and given up by it', async () => {
    const unlock = await lockInstance(directory, []);
    expect(lockHolder(directory)).toBe(process.pid);
    await expect(lockInstance(directory, [])).rejects.toThrow(
      `(process ${process.pid}): stop it with "purser stop"`,
    );
    unlock();
    expect(lockHolder(directory)).toBeUndefined();
    (await lockInstance(directory, []))();
  });

  it('names the address of the server that holds it', async () => {
    const unlock = await lockInstance(directory, []);
    const note = {
      url: 'http://localhost:4000',
      port: 4000,
      databaseUrl: 'postgres://x/y',
      stripeUrl: null,
    };
    const withdraw = announceServer(directory, note);
    await expect(lockInstance(directory, [])).rejects.toThrow('runs at http://localhost:4000');
    withdraw();
    unlock();
  });

  it('is cleared when its process was killed', async () => {
    const other = await otherProcess();
    writeFileSync(directory.lock, JSON.stringify({ ...other.identity, starters: [] }));
    await expect(lockInstance(directory, [])).rejects.toThrow(String(other.identity.pid));
    await other.end();
    (await lockInstance(directory, []))();
  });

  it('does not mistake a later process with the same id for its holder', async () => {
    const reused = { pid: process.ppid, startMark: 'another life', starters: [] };
    writeFileSync(directory.lock, JSON.stringify(reused));
    (await lockInstance(directory, []))();
  });

  it('waits for a holder whose starter was killed, because that one is stopping', async () => {
    const other = await otherProcess();
    const starter = await otherProcess();
    const lock = { ...other.identity, starters: [starter.identity] };
    writeFileSync(directory.lock, JSON.stringify(lock));
    await starter.end();
    const locking = lockInstance(directory, []);
    await other.end();
    (await locking)();
  });

  it('survives a torn file', async () => {
    writeFileSync(directory.lock, '{"pid":');
    (await lockInstance(directory, []))();
  });
});

it('forgets servers that were killed', async () => {
  const other = await otherProcess();
  const note = { url: 'http://localhost:4001', port: 4001, databaseUrl: 'postgres://x/y' };
  writeFileSync(
    join(directory.running, `${other.identity.pid}.json`),
    JSON.stringify({ ...other.identity, ...note }),
  );
  expect(listServers(directory)).toMatchObject([note]);
  await other.end();
  expect(listServers(directory)).toEqual([]);
});

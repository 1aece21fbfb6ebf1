import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  identifyProcess,
  isSameProcessRunning,
  type ProcessIdentity,
} from '@purser/local-services/process-identity';
import type { DataDirectory } from './data-directory.ts';
import { writePrivateFile } from './write-file.ts';

/** What other commands must know of a server that runs. */
export type RunningServer = ProcessIdentity & {
  /** Where this machine reaches it. */
  readonly url: string;
  readonly port: number;
  /** With its password: the file is private. */
  readonly databaseUrl: string;
  /** Where its simulator of Stripe is; null without one. */
  readonly stripeUrl: string | null;
};

/** Notes that this process serves, and clears the notes of killed ones; the answer takes the note away. */
export function announceServer(
  directory: DataDirectory,
  server: Omit<RunningServer, 'pid' | 'startMark'>,
): () => void {
  listServers(directory);
  const file = join(directory.running, `${process.pid}.json`);
  writePrivateFile(file, JSON.stringify({ ...identifyProcess(process.pid), ...server }));
  return () => rmSync(file, { force: true });
}

/** The servers of this instance that run now; notes of killed ones are cleared. */
export function listServers(directory: DataDirectory): RunningServer[] {
  return readdirSync(directory.running).flatMap((name) => {
    const file = join(directory.running, name);
    const server = readServer(file);
    if (server !== undefined && isSameProcessRunning(server)) return [server];
    rmSync(file, { force: true });
    return [];
  });
}

function readServer(file: string): RunningServer | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

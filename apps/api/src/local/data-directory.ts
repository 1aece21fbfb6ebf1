import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { serverAccount } from '@purser/local-services/postgres-account';
import { reachableRoot } from '@purser/local-services/postgres-root';
import type { Config } from '../config/config.ts';
import { checkout } from './checkout.ts';
import { LocalError } from './local-error.ts';
import { writePrivateFile } from './write-file.ts';

/** Raised when the layout of the folder changes so that an older Purser must not touch it. */
const format = 1;

/** What Purser keeps of one instance: its database, its secret, and notes about its processes. */
export type DataDirectory = {
  readonly root: string;
  readonly postgres: string;
  readonly secret: string;
  readonly lock: string;
  /** One file for each running server. */
  readonly running: string;
  /** There while the demo app is paused. */
  readonly demoPause: string;
  readonly format: string;
};

/** Names the parts of a data directory without touching the disk. */
function dataDirectory(root: string): DataDirectory {
  return {
    root,
    postgres: join(root, 'postgres'),
    secret: join(root, 'secret'),
    lock: join(root, 'start.lock'),
    running: join(root, 'running'),
    demoPause: join(root, 'demo.paused'),
    format: join(root, 'format.json'),
  };
}

/**
 * Opens the instance's folder and makes it when it is missing. As root from a checkout that PostgreSQL's own user cannot
 * enter it lies under /var/lib/purser. Throws a LocalError when the folder is not one that this version can use.
 */
export function openDataDirectory(config: Config, log: (line: string) => void): DataDirectory {
  const wanted = config.dataDir ?? join(checkout, '.purser');
  const root = locate(wanted, config, log);
  const directory = dataDirectory(root);
  if (existsSync(directory.format)) {
    checkFormat(directory.format, root);
  } else {
    // The checkout's own folder is also where benchmarks keep their data; any other one was named by somebody.
    if (config.dataDir !== undefined) refuseStrangers(root);
    writePrivateFile(directory.format, `${JSON.stringify({ product: 'purser', format })}\n`);
  }
  mkdirSync(directory.running, { recursive: true });
  return directory;
}

/** Deletes all that belongs to an instance for good, and its folder unless others keep something there. */
export function deleteDataDirectory({ root, ...parts }: DataDirectory): void {
  for (const part of Object.values(parts)) rmSync(part, { recursive: true, force: true });
  if (readdirSync(root).length === 0) rmdirSync(root);
}

/** PostgreSQL's own user passes through the folder, so the files in it are private one by one. */
function locate(wanted: string, config: Config, log: (line: string) => void): string {
  if (existsSync(wanted) && !statSync(wanted).isDirectory()) {
    throw new LocalError(
      `The data directory ${wanted} is a file: set PURSER_DATA_DIR to a folder that you may write.`,
    );
  }
  try {
    const account = config.databaseUrl === undefined ? serverAccount(log) : undefined;
    return reachableRoot(wanted, account, log);
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause;
    throw new LocalError(
      `The data directory ${wanted} cannot be used (${String(cause.code)}): set PURSER_DATA_DIR to a folder that you may write.`,
      { cause },
    );
  }
}

function checkFormat(formatFile: string, root: string): void {
  const written = readFormat(formatFile);
  if (written === format) return;
  throw new LocalError(
    written === undefined
      ? `The data directory ${root} is damaged: its format.json cannot be read. Restore it, or set PURSER_DATA_DIR to another folder.`
      : `The data directory ${root} was written by another version of Purser (format ${written}, this one reads ${format}): start that version, or set PURSER_DATA_DIR to another folder.`,
  );
}

function readFormat(formatFile: string): number | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(formatFile, 'utf8'));
    const isObject = typeof content === 'object' && content !== null && 'format' in content;
    return isObject && typeof content.format === 'number' ? content.format : undefined;
  } catch {
    return undefined;
  }
}

/** A folder that holds anything else was named by mistake; what a killed first start left is Purser's own. */
function refuseStrangers(root: string): void {
  const own = ['postgres', 'running', 'format.json.'];
  const stranger = readdirSync(root).find((name) => !own.some((prefix) => name.startsWith(prefix)));
  if (stranger === undefined) return;
  throw new LocalError(
    `${root} is not a data directory of Purser (it holds ${stranger}): set PURSER_DATA_DIR to a new folder.`,
  );
}

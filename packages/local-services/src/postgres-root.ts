import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { canReach, type ServerAccount } from './postgres-account.ts';

/** A ledger never lies in a temporary directory, so this is where it goes when the checkout is closed to the server. */
const sharedDataFolder = '/var/lib/purser';

/**
 * The folder asked for, or, when the server's account cannot enter it (root in a home of its own), one that depends on
 * the path alone, so that the next start finds the same data.
 */
export function reachableRoot(
  dataDir: string,
  account: ServerAccount,
  log: (line: string) => void = () => {},
): string {
  const wanted = resolve(dataDir);
  const root = canReach(account, existingParent(wanted)) ? wanted : sharedRoot(wanted);
  if (root !== wanted) log(`PostgreSQL cannot enter ${wanted} as user "postgres": using ${root}.`);
  mkdirSync(root, { recursive: true });
  return realpathSync(root);
}

function sharedRoot(wanted: string): string {
  const hash = createHash('sha256').update(dirname(wanted)).digest('hex').slice(0, 16);
  return join(sharedDataFolder, hash, basename(wanted));
}

function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path));
}

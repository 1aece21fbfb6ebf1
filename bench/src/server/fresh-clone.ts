import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeEmbeddedPostgres } from '@purser/local-services/embedded-postgres';
import { checkout } from './purser-process.ts';

export type FreshClone = {
  readonly folder: string;
  /** Whatever npm and pnpm download goes here, and nothing is there yet. */
  readonly downloads: string;
  /** The environment in which they do so. */
  readonly env: NodeJS.ProcessEnv;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The committed state of this checkout, cloned next to empty caches; deleted afterwards. */
export async function makeFreshClone(): Promise<FreshClone> {
  const root = mkdtempSync(join(tmpdir(), 'purser-clone-'));
  // PostgreSQL runs as a user of its own and must be able to enter.
  chmodSync(root, 0o755);
  const [folder, downloads] = [join(root, 'purser'), join(root, 'downloads')];
  mkdirSync(downloads);
  await promisify(execFile)('git', ['clone', '--quiet', '--no-hardlinks', checkout, folder]);
  return {
    folder,
    downloads,
    env: {
      ...outsideOfPnpm(),
      npm_config_cache: join(downloads, 'npm'),
      pnpm_config_store_dir: join(downloads, 'store'),
      pnpm_config_cache_dir: join(downloads, 'cache'),
    },
    [Symbol.asyncDispose]: async () => {
      await removeEmbeddedPostgres(join(folder, '.purser/postgres'));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The environment without what the pnpm that runs the benchmark has put there, such as not to install anything. */
function outsideOfPnpm(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^p?npm_/i.test(name)));
}

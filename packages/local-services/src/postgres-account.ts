import { execFileSync, spawnSync } from 'node:child_process';
import { ServiceError } from './service-error.ts';

/** The user and group under which PostgreSQL runs; `undefined` means those of this process. */
export type ServerAccount = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root: then it runs as `postgres`, a system user made when it is missing. */
export function serverAccount(log: (line: string) => void): ServerAccount {
  if (process.getuid?.() !== 0) return undefined;
  return lookUpPostgresUser() ?? createPostgresUser(log);
}

/** Whether the account can enter a folder, which takes every folder above it too. */
export function canReach(account: ServerAccount, folder: string): boolean {
  if (account === undefined) return true;
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' });
  return probe.status === 0;
}

function lookUpPostgresUser(): ServerAccount {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function createPostgresUser(log: (line: string) => void): ServerAccount {
  log('Creating the system user "postgres": PostgreSQL refuses to run as root.');
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      stdio: 'pipe',
    });
  } catch (cause) {
    throw new ServiceError(
      'PostgreSQL refuses to run as root and the user "postgres" could not be created: run as another user, or set DATABASE_URL.',
      { cause },
    );
  }
  return lookUpPostgresUser();
}

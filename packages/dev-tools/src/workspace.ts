import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the whole repository. */
export const workspaceRoot = resolve(import.meta.dirname, '../../..');

/** Where programs installed for the whole repository lie. */
export const binFolder = join(workspaceRoot, 'node_modules/.bin');

/** The files of the repository that git knows or would add, as paths from its root. */
export function listFiles(...patterns: string[]): string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  const output = execFileSync('git', list, { cwd: workspaceRoot, encoding: 'utf8' });
  const files = new Set(output.split('\n').filter(Boolean));
  return [...files].filter((file) => existsSync(join(workspaceRoot, file))).sort();
}

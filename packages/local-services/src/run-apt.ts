import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { findOnPath } from './find-program.ts';
import { ServiceError } from './service-error.ts';

export type AptRequest = {
  readonly packageName: string;
  /** What a person can do where this process must not install. */
  readonly remedy: string;
  readonly log: (line: string) => void;
};

/** Installs a Debian package: in CI and in a container, which are nobody's own machine, elsewhere after a yes. */
export async function installWithApt({ packageName, remedy, log }: AptRequest): Promise<void> {
  const prefix = rootPrefix();
  if (findOnPath(['apt-get']) === undefined || prefix === undefined) throw new ServiceError(remedy);
  if (!isNobodysMachine() && !(await isAgreed(packageName))) throw new ServiceError(remedy);
  log(`Installing ${packageName} with apt.`);
  const install = [
    ...prefix,
    'apt-get',
    'install',
    '--yes',
    '--no-install-recommends',
    packageName,
  ];
  if (run(install)) return;
  // A fresh image has no package lists yet.
  if (run([...prefix, 'apt-get', 'update']) && run(install)) return;
  throw new ServiceError(`apt could not install ${packageName}. ${remedy}`);
}

function isNobodysMachine(): boolean {
  const isContainer = existsSync('/.dockerenv') || existsSync('/run/.containerenv');
  return isContainer || (process.env.CI ?? '') !== '';
}

/** How to run a command as root without a password, or `undefined` where that is not possible. */
function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return run(['sudo', '--non-interactive', 'true']) ? ['sudo', '--non-interactive'] : undefined;
}

async function isAgreed(packageName: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Install the package ${packageName} with apt? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function run([command = '', ...args]: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'ignore', env }).status === 0;
}

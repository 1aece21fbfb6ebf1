import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '@purser/local-services/free-port';

const program = resolve(import.meta.dirname, '../../../apps/api/src/cli/main.ts');

export type PurserProcess = {
  readonly url: string;
  /** From the program's start to its ready line. */
  readonly readyMs: number;
  readonly token: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** One server as `pnpm start` runs it, in a process of its own. */
export async function startPurser(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['--empty', '--quiet'],
): Promise<PurserProcess> {
  const port = String(await findFreePort());
  const whole = { ...process.env, LOG_LEVEL: 'error', PORT: port, ...env };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, 'start', ...args], {
    env: whole,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await readyUrl(child);
  return {
    url,
    readyMs: performance.now() - startedAt,
    token: async () => {
      const asked = [program, 'token', '--role', 'admin'];
      const { stdout } = await promisify(execFile)(process.execPath, asked, { env: whole });
      return stdout.trim();
    },
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((found, failed) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /Purser is ready: (\S+)/.exec(output)?.[1];
      if (url !== undefined) found(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', () => failed(new Error(`The server ended:\n${output}`)));
  });
}

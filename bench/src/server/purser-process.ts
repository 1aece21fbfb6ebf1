import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '@purser/local-services/free-port';
import { type Program, startProgram } from './program.ts';

/** The checkout that this file belongs to. */
export const checkout = resolve(import.meta.dirname, '../../..');

export type PurserProcess = Program & {
  /** The bearer token of an admin. */
  readonly token: () => Promise<string>;
  /** Calls the API as that admin; throws unless it answers 2xx. */
  readonly ask: (path: string, body: unknown) => Promise<Record<string, unknown>>;
};

export type PurserOptions = {
  readonly args?: readonly string[];
  /** Another checkout than this one. */
  readonly folder?: string;
};

/** One server as `pnpm start` runs it, in a process of its own. */
export async function startPurser(
  env: Readonly<Record<string, string>>,
  { args = ['--empty', '--quiet'], folder = checkout }: PurserOptions = {},
): Promise<PurserProcess> {
  const port = String(await findFreePort());
  const whole = { ...process.env, LOG_LEVEL: 'error', PORT: port, ...env };
  const server = await startProgram({
    command: process.execPath,
    args: [...startArguments(folder), ...args],
    env: whole,
    cwd: folder,
  });
  let made: Promise<string> | null = null;
  const token = () => {
    made ??= makeToken(join(folder, 'apps/api/src/cli/main.ts'), whole);
    return made;
  };
  return {
    ...server,
    token,
    ask: async (path, body) => post(server.url + path, await token(), body),
  };
}

/** What `pnpm start` gives to Node, its limits of memory among them. */
function startArguments(folder: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return String(scripts.start).split(' ').slice(1);
}

async function makeToken(main: string, env: NodeJS.ProcessEnv): Promise<string> {
  const asked = [main, 'token', '--role', 'admin'];
  const { stdout } = await promisify(execFile)(process.execPath, asked, { env });
  return stdout.trim();
}

/** One request as a caller sends it; throws unless the answer is a 2xx. */
export async function post(
  url: string,
  token: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok)
    throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopEmbeddedPostgres } from '@purser/local-services/embedded-postgres';
import { findFreePort } from '@purser/local-services/free-port';
import { checkout } from '../checkout.ts';

export type StartedServer = {
  readonly process: ChildProcess;
  readonly url: string;
  /** Everything it printed so far. */
  readonly output: () => string;
  /** Sends a signal and answers the exit code once it is gone; null when the signal itself ended it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
};

/** A data directory of its own, and servers started on it the way a person does. */
export type Ground = {
  readonly dataDir: string;
  /** Resolves when the server is ready; throws with what it printed when it ends instead. */
  readonly start: (options?: StartOptions) => Promise<StartedServer>;
  /** Starts and waits for the end: for starts that are refused. */
  readonly refused: (options?: StartOptions) => Promise<{ code: number | null; output: string }>;
  /** Starts without waiting, for a kill on the way. */
  readonly begin: (options?: StartOptions) => Promise<ChildProcess>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The exit code, or the signal that ended it. */
export type Outcome = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
};

export type StartOptions = {
  readonly port?: number;
  readonly env?: Record<string, string>;
  /** False: it prints all that a person is told. */
  readonly isQuiet?: boolean;
};

/** A second start is ready within 5 s; the first on a slow machine with everything cold takes longer. */
const readyTimeoutMs = 60_000;

export function newGround(): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'purser-start-'));
  // PostgreSQL's own user must reach it where the tests run as root.
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'data');
  const children: ChildProcess[] = [];
  const begin = async ({ port, env, isQuiet = true }: StartOptions = {}) => {
    const child = spawnStart(isQuiet, {
      PURSER_DATA_DIR: dataDir,
      PORT: String(port ?? (await findFreePort())),
      ...env,
    });
    children.push(child);
    return child;
  };
  return {
    dataDir,
    begin,
    start: async (options = {}) => {
      // A free port may be taken by a test beside this one before the server has it.
      for (let tries = 1; ; tries += 1) {
        try {
          return await waitUntilReady(await begin(options));
        } catch (error) {
          if (tries === 3 || !/Port \d+ is taken/.test(String(error))) throw error;
        }
      }
    },
    refused: async (options = {}) => {
      const { code, output } = await outcomeOf(await begin(options));
      return { code, output };
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'close');
      }
      await stopEmbeddedPostgres(join(dataDir, 'postgres'));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The process id in PostgreSQL's lock file, which is only read here: the server looks after it. */
export function postmasterOf({ dataDir }: Ground): number | undefined {
  const file = join(dataDir, 'postgres/cluster/postmaster.pid');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

/** The database's address as the server itself notes it for other commands. */
export function databaseUrlOf({ dataDir }: Ground, { process: child }: StartedServer): string {
  return JSON.parse(readFileSync(join(dataDir, `running/${child.pid}.json`), 'utf8')).databaseUrl;
}

function spawnStart(isQuiet: boolean, env: Record<string, string>): ChildProcess {
  const program = join(checkout, 'apps/api/src/cli/main.ts');
  return spawn(
    process.execPath,
    [program, 'start', '--empty', '--no-build', ...(isQuiet ? ['--quiet'] : [])],
    {
      // Nothing of the developer's own settings: they are the test's to give.
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

async function waitUntilReady(child: ChildProcess): Promise<StartedServer> {
  const output = collect(child);
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}:\n${output()}`));
    const timer = setTimeout(() => fail('was not ready in time'), readyTimeoutMs);
    child.stdout?.on('data', () => {
      const ready = /Purser is ready: (\S+)/.exec(output())?.[1];
      if (ready === undefined) return;
      clearTimeout(timer);
      resolve(ready);
    });
    child.once('close', () => {
      clearTimeout(timer);
      fail('ended');
    });
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    return child.exitCode;
  };
  return { process: child, url, output, end };
}

/** How a start ended and all it printed; to be asked before the child can have ended. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const output = collect(child);
  const [code, signal] = await once(child, 'close');
  return { code, signal, output: output() };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return () => text;
}

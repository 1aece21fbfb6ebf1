import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { test as base, type Page } from '@playwright/test';
import { stopEmbeddedPostgres } from '@purser/local-services/embedded-postgres';
import { findFreePort } from '@purser/local-services/free-port';

const program = resolve(import.meta.dirname, '../../../apps/api/src/cli/main.ts');
const readyTimeoutMs = 180_000;

/** A server started the way a person does, on data of its own, without the demo. */
export type Purser = {
  readonly url: string;
  /** Posts as an AI app or operator with a bearer token; throws on anything but success. */
  readonly post: (path: string, body: unknown) => Promise<Record<string, unknown>>;
  readonly get: (path: string) => Promise<Record<string, unknown>>;
  /** Runs the command line beside this server; answers what it printed. */
  readonly run: (...args: readonly string[]) => Promise<string>;
  readonly graphql: (query: string, variables?: Record<string, unknown>) => Promise<unknown>;
};

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;

type Running = { readonly purser: Purser; readonly stop: () => Promise<void> };

type Servers = {
  /** Files that say their own name here have a server to themselves; the others share one. */
  readonly serverOf: string;
  readonly purser: Purser;
};

/** One server for several tests: each works on users of its own. */
export const test = base.extend<object, Servers>({
  serverOf: ['all', { scope: 'worker', option: true }],
  purser: [
    // Playwright starts another worker where the option differs, and with it another server.
    async ({ serverOf: _ }, use) => {
      const { purser, stop } = await startPurser();
      await use(purser);
      await stop();
    },
    { scope: 'worker', timeout: readyTimeoutMs + 30_000 },
  ],
});

/** The cookies of who has signed in at a server before, by role. */
const sessions = new WeakMap<Purser, Map<string, Cookies>>();

/** Gives the page the session of a demo person, who goes through the login pages once a server; no page is open after it. */
export async function signIn(page: Page, purser: Purser, role = 'admin'): Promise<void> {
  const known = sessions.get(purser)?.get(role);
  if (known !== undefined) return page.context().addCookies(known);
  await signInByHand(page, purser, role);
  const cookies = await page.context().cookies();
  sessions.set(purser, new Map([...(sessions.get(purser) ?? []), [role, cookies]]));
}

/** Signs in as a demo person, through the login pages, and ends on Overview. */
export async function signInByHand(page: Page, { url }: Purser, role = 'admin'): Promise<void> {
  await page.goto(url);
  await page.getByRole('link', { name: 'Continue to sign in' }).click();
  await page.getByRole('button', { name: new RegExp(`(^| )${role}@demo\\.test`) }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

/** Follows a link of the dashboard's own, without loading it anew. */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => window.history.pushState({}, '', to), path);
}

async function startPurser(): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'purser-e2e-'));
  // PostgreSQL's own user must reach it where the tests run as root.
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'data');
  const port = await findFreePort();
  const env = { ...process.env, PURSER_DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [program, 'start', '--empty', '--quiet'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await readyUrl(child);
  const run = async (...args: readonly string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { env });
    return stdout.trim();
  };
  const token = await run('token', '--role', 'admin');
  return {
    purser: { ...clientOf(url, token), run },
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      await stopEmbeddedPostgres(join(dataDir, 'postgres'));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((found, failed) => {
    const timer = setTimeout(
      () => failed(new Error(`Not ready in time:\n${output}`)),
      readyTimeoutMs,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /Purser is ready: (\S+)/.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      found(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', () => failed(new Error(`The server ended:\n${output}`)));
  });
}

function clientOf(url: string, token: string): Omit<Purser, 'run'> {
  const ask = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok)
      throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const post = (path: string, body: unknown) =>
    ask(path, { method: 'POST', body: JSON.stringify(body) });
  return {
    url,
    post,
    get: (path) => ask(path, { method: 'GET' }),
    graphql: async (query, variables = {}) => {
      const { data, errors } = await post('/graphql', { query, variables });
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data;
    },
  };
}

import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { type ApiClient, openApiClient, sendOrFail } from '../local/api-client.ts';
import { openDataDirectory } from '../local/data-directory.ts';
import { listServers } from '../local/running-server.ts';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { demoBearer } from './demo-bearer.ts';
import { print, silently } from './output.ts';

const options = {
  limit: { type: 'string', default: '100' },
  url: { type: 'string' },
  token: { type: 'string' },
} as const;

const admissionsMax = 10_000;

export const command: Command = {
  usage: '[300] [--limit 100] [--url http://…] [--token …]',
  details: `
  300       admissions fired at once (1–${admissionsMax})
  --limit   requests a day that the throw-away user may make
  --url     another server than the one that runs here
  --token   bearer token or service key for it (turns, grants and wallets)

Needs a running server. It makes a user of its own, fires over HTTP, counts, releases every turn it
was given and takes the user's limit away again. The exit code is 1 unless exactly the limit got in.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const admissions = toCount(positionals[0] ?? '300', 'The number of admissions');
    const limit = toCount(values.limit, '--limit');
    const client = await connect(values);
    try {
      await race(client, { admissions, limit });
    } finally {
      client.close();
    }
  },
};

type Race = { readonly admissions: number; readonly limit: number };

const shim = '/api/v1/admin/control-plane';

async function race(client: ApiClient, { admissions, limit }: Race): Promise<void> {
  const userId = `race-${randomUUID()}`;
  await giveLimit(client, userId, limit);
  try {
    print(`${admissions} admissions at once against ${limit} requests a day …`);
    const { admitted, seconds } = await fire(client, userId, admissions);
    const denied = admissions - admitted.length;
    print(`${admitted.length} admitted, ${denied} denied, in ${seconds.toFixed(2)} s.`);
    await Promise.all(
      admitted.map((turnId) => sendOrFail(client, 'POST', `/api/v1/turns/${turnId}/release`, {})),
    );
    const expected = Math.min(admissions, limit);
    if (admitted.length !== expected) {
      throw new CliError(`Exactly ${expected} should have been admitted.`);
    }
    print(`Exactly ${expected}, as it must be. All released.`);
  } finally {
    await client.send('DELETE', `${shim}/tier-balance/user/${userId}`);
  }
}

/** A replace grant that leaves one limit, so that nothing else decides the race. */
async function giveLimit(client: ApiClient, userId: string, limit: number): Promise<void> {
  await sendOrFail(client, 'POST', `${shim}/tier-balance/update`, {
    user_id: userId,
    requests_per_day: limit,
    requests_per_month: null,
    total_requests: null,
    tokens_per_hour: null,
    tokens_per_day: null,
    tokens_per_month: null,
    max_concurrent: null,
    expires_in_days: 1,
    notes: 'purser race',
  });
  const project = await sendOrFail(client, 'GET', `${shim}/app-budget/balance`);
  if (availableUsd(project) >= 1) return;
  await sendOrFail(client, 'POST', `${shim}/tier-balance/add-lifetime-credits`, {
    user_id: userId,
    usd_amount: 1,
    notes: 'purser race: the project has no money',
  });
}

function availableUsd({ balance }: Readonly<Record<string, unknown>>): number {
  const isBalance = typeof balance === 'object' && balance !== null && 'available_usd' in balance;
  return isBalance ? Number(balance.available_usd) : 0;
}

/** Every admission is on its way before the first answer is looked at. */
async function fire(client: ApiClient, userId: string, admissions: number) {
  const turnIds = Array.from({ length: admissions }, (_, index) => `${userId}-${index}`);
  const startedMs = performance.now();
  const answers = await Promise.all(
    turnIds.map((turnId) =>
      sendOrFail(client, 'POST', '/api/v1/turns', {
        turn_id: turnId,
        user_id: userId,
        estimate_tokens: 1,
        providers: ['race'],
      }),
    ),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  return { admitted: turnIds.filter((_, at) => answers[at]?.decision === 'admitted'), seconds };
}

async function connect(values: {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
}): Promise<ApiClient> {
  const config = readConfig(environment());
  const url = values.url?.replace(/\/+$/, '') ?? runningUrl(config);
  const token = values.token ?? (await demoBearer(config, 'admin'));
  return openApiClient(url, async () => token);
}

function runningUrl(config: Config): string {
  const url = listServers(openDataDirectory(config, silently))[0]?.url;
  if (url !== undefined) return url;
  throw new CliError('Purser does not run here: start it in another terminal with pnpm start.');
}

function toCount(text: string, what: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > admissionsMax) {
    throw new UsageError(`${what} must be a whole number from 1 to ${admissionsMax}.`);
  }
  return value;
}

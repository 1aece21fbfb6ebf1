import { randomBytes } from 'node:crypto';
import { type PurserProcess, startPurser } from '../server/purser-process.ts';
import { type BenchPostgres, createDatabase, runSql } from '../services/bench-postgres.ts';

export const users = 10_000;

/** One server with users, plans and money that no benchmark uses up. */
export type TurnServer = {
  readonly url: string;
  /** A service key that may check, admit and settle. */
  readonly key: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

export type TurnServerOptions = {
  readonly postgres: Pick<BenchPostgres, 'url'>;
  /** A database with users of its own; without it a new one with `users` of them. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
  /** Counters in this Redis; in the process without one. */
  readonly redisUrl?: string;
};

const benchSecret = 'a secret of the benchmark alone, long enough to be one';

/** A limit of every kind counts, and none is reached. */
const plentyCount = 1_000_000_000_000;
const plentyUsd = 100_000_000;

/** Plans that a user's role chooses, so that the users are spread over three. */
const planOfRole = { anonymous: 'anonymous', registered: 'free', admin: 'admin' } as const;

/** One Purser as it runs in production, on a database of its own. */
export async function startTurnServer({
  postgres,
  databaseUrl: given,
  dataDir,
  redisUrl,
}: TurnServerOptions): Promise<TurnServer> {
  const databaseUrl =
    given ?? (await createDatabase(postgres.url, `turns_${randomBytes(4).toString('hex')}`));
  const env = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    PURSER_DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    PURSER_SECRET: benchSecret,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  };
  const server = await startPurser(env, { args: ['--empty', '--quiet', '--no-build'] });
  await setTerms(server);
  if (given === undefined) await fillUsers(databaseUrl);
  const made = await server.ask('/api/v1/admin/keys', { name: 'bench', scopes: ['turns', 'read'] });
  return { url: server.url, key: String(made.key), pid: server.pid, stop: server.stop };
}

/** What `turns.lua` sends, too. */
export function admissionBody(turnId: string, user: number): string {
  return JSON.stringify({
    turn_id: turnId,
    user_id: `user-${user % users}`,
    estimate_tokens: 2_000,
    providers: ['anthropic'],
  });
}

async function setTerms({ ask }: PurserProcess): Promise<void> {
  const admin = '/api/v1/admin/control-plane';
  await ask(`${admin}/app-budget/topup`, { usd_amount: plentyUsd });
  for (const plan of Object.values(planOfRole)) {
    await ask(`${admin}/policies/quota`, {
      plan_id: plan,
      max_concurrent: plentyCount,
      requests_per_day: plentyCount,
      requests_per_month: plentyCount,
      tokens_per_hour: plentyCount,
      tokens_per_day: plentyCount,
      tokens_per_month: plentyCount,
    });
  }
  await ask(`${admin}/policies/budget`, {
    provider: 'anthropic',
    usd_per_hour: plentyUsd,
    usd_per_day: plentyUsd,
    usd_per_month: plentyUsd,
  });
}

/** Users as they are after their first turn, whose months began at different minutes. */
async function fillUsers(url: string): Promise<void> {
  await runSql(
    url,
    `WITH made AS (
       INSERT INTO app_user (tenant_id, project_id, external_id, role, created_at)
       SELECT p.tenant_id, p.id, 'user-' || n, ($2::text[])[1 + n % 3], purser_now(p.tenant_id, p.id)
         FROM project p, generate_series(0, $1::integer - 1) n ORDER BY random()
       RETURNING tenant_id, project_id, id)
     INSERT INTO usage_head (tenant_id, project_id, user_id, scope, version, requests, tokens, last_minute,
       anchor_minute, reset_requests, reset_tokens)
     SELECT m.tenant_id, m.project_id, m.id, '*', 0, 0, 0, 0,
            extract(epoch FROM purser_now(m.tenant_id, m.project_id))::bigint / 60 - m.id % 40000, 0, 0
       FROM made m`,
    [users, Object.keys(planOfRole)],
  );
  await runSql(url, 'VACUUM ANALYZE');
}

import { createHash, createHmac, randomUUID } from 'node:crypto';
import { signedText } from '@purser/domain/data-plane/signed-text';
import { Pool } from 'pg';
import { createLedgerPosting } from '../adapters/postgres/ledger-posting.ts';
import { openPool } from '../adapters/postgres/pool.ts';
import { openPrisma } from '../adapters/postgres/prisma.ts';
import { createQuotaBooks } from '../adapters/postgres/quota-books/quota-books.ts';
import { createQuotaUpkeep } from '../adapters/postgres/quota-upkeep.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import { createUnitOfWork } from '../adapters/postgres/unit-of-work.ts';
import { randomIds } from '../adapters/system/random-ids.ts';
import type { ReleaseDeps } from '../use-cases/lease/release-leases.ts';
import type { OpenPeriodsDeps } from '../use-cases/tenant/open-due-periods.ts';
import { type RunningApp, runApp } from './running-app.ts';

/** A whole server, a tenant with quotas, and data planes that sign their calls. */
export type DataPlaneWorld = {
  readonly running: RunningApp;
  readonly pool: Pool;
  /** What the jobs of quotas work with. */
  readonly deps: ReleaseDeps & OpenPeriodsDeps;
  readonly tenantId: string;
  readonly periodId: string;
  readonly plane: (dataplaneId: string) => Promise<TestPlane>;
  /** Freezes the tenant's own clock so many milliseconds after now. */
  readonly advance: (ms: number) => Promise<void>;
  /** What the ledger's check finds wrong in the tenant's quotas. */
  readonly differences: () => Promise<readonly unknown[]>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type SignOptions = {
  readonly body?: unknown;
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly secret?: string;
  readonly signedPath?: string;
};

export type TestPlane = {
  readonly dataplaneId: string;
  readonly keyId: string;
  readonly secret: string;
  readonly headers: (method: string, path: string, options?: SignOptions) => Record<string, string>;
  /** Signs and sends; a body makes it a POST. */
  readonly call: (
    path: string,
    body?: unknown,
    more?: Readonly<Record<string, string>>,
  ) => Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>;
};

export async function openDataPlaneWorld(
  environment: Record<string, string> = {},
): Promise<DataPlaneWorld> {
  const running = await runApp(environment);
  const pool = new Pool({ connectionString: running.databaseUrl, max: 2 });
  const jobPool = openPool({ url: running.databaseUrl, connectionsMax: 4 });
  const db = openPrisma(jobPool);
  const { rows } = await pool.query<{
    uuid: string;
    period: string;
    tenant: number;
    project: number;
  }>(`
    SELECT t.uuid, b.id AS period, b.tenant_id AS tenant, b.project_id AS project
      FROM tenant t JOIN billing_period b ON b.tenant_id = t.id
     WHERE t.slug = 'home' ORDER BY b.starts_at LIMIT 1`);
  const [home] = rows;
  if (home === undefined) throw new Error('The seed made no tenant with periods.');
  const startedMs = (await databaseNow(pool)).getTime();
  return {
    running,
    pool,
    deps: {
      unitOfWork: createUnitOfWork(db, createStores(createLedgerPosting)),
      ids: randomIds,
      upkeep: createQuotaUpkeep(jobPool),
      books: createQuotaBooks(jobPool),
    },
    tenantId: home.uuid,
    periodId: home.period,
    plane: (dataplaneId) => makePlane(running, dataplaneId),
    advance: async (ms) => {
      await pool.query(
        `INSERT INTO project_clock (tenant_id, project_id, offset_ms, frozen_at) VALUES ($1, $2, 0, $3)
         ON CONFLICT (tenant_id, project_id) DO UPDATE SET frozen_at = excluded.frozen_at`,
        [home.tenant, home.project, new Date(startedMs + ms)],
      );
    },
    differences: async () => {
      const ctx = running.adminContext();
      const scope = { ...ctx.scope, projectId: home.project, projectSlug: '__tenant__' };
      const checked = await running.app.useCases.ledger.verify({ ...ctx, scope }, {});
      return checked.differences;
    },
    [Symbol.asyncDispose]: async () => {
      await db.$disconnect();
      await jobPool.end();
      await pool.end();
      await running[Symbol.asyncDispose]();
    },
  };
}

async function databaseNow(pool: Pool): Promise<Date> {
  const { rows } = await pool.query<{ now: Date }>('SELECT purser_now(0, 0) AS now');
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL answered no time.');
  return row.now;
}

async function makePlane(running: RunningApp, dataplaneId: string): Promise<TestPlane> {
  const made = await running.app.useCases.dataPlane.createKey(
    running.adminContext(),
    { dataplaneId },
    {},
  );
  if (!made.ok) throw new Error(made.rejection.message);
  const { keyId, secret } = made.value;
  const headers = (method: string, path: string, options: SignOptions = {}) => {
    const text = options.body === undefined ? '' : JSON.stringify(options.body);
    const timestamp = options.timestamp ?? String(Math.floor(Date.now() / 1_000));
    const nonce = options.nonce ?? randomUUID();
    const lines = signedText({
      method,
      path: options.signedPath ?? path,
      bodySha256Hex: createHash('sha256').update(text).digest('hex'),
      timestamp,
      nonce,
    });
    const signature = createHmac('sha256', options.secret ?? secret)
      .update(lines)
      .digest('hex');
    return {
      'x-purser-key-id': keyId,
      'x-purser-timestamp': timestamp,
      'x-purser-nonce': nonce,
      'x-purser-signature': `v1=${signature}`,
    };
  };
  return {
    dataplaneId,
    keyId,
    secret,
    headers,
    call: async (path, body, more = {}) => {
      const method = body === undefined ? 'GET' : 'POST';
      const answer = await running.call(path, {
        ...(body === undefined ? {} : { body }),
        headers: { ...headers(method, path, { body }), ...more },
      });
      const text = await answer.text();
      return {
        status: answer.status,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
        headers: answer.headers,
      };
    },
  };
}

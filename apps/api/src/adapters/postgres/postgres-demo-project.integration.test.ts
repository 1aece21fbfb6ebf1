import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import type { Pool } from 'pg';
import { expect, it } from 'vitest';
import { openPool } from './pool.ts';
import { demoProjectOf } from './postgres-demo-project.ts';

const hourMs = 3_600_000;

async function projectOf(pool: Pool, kind: string): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO project (tenant_id, slug, name, kind, default_plan_id, reference_provider,
       reference_model, reference_price_pico_usd, renewal_grace_seconds, providers_required, created_at)
     VALUES (1, $1, $1, $1, 'free', 'p', 'm', 1, 0, false, to_timestamp(0)) RETURNING id`,
    [kind],
  );
  return rows[0]?.id ?? 0;
}

async function open() {
  const database = await createTestDatabase();
  const pool = openPool({ url: database.url });
  await pool.query(
    `INSERT INTO tenant (id, uuid, slug, name, status, created_at)
     VALUES (1, gen_random_uuid(), 'home', 'Home', 'active', to_timestamp(0))`,
  );
  const projectId = await projectOf(pool, 'demo');
  const project = demoProjectOf(pool, { tenantId: 1, projectId });
  const nowMs = async () => {
    const { rows } = await pool.query<{ now: Date }>('SELECT purser_now(1, $1) AS now', [
      projectId,
    ]);
    return rows[0]?.now.getTime() ?? 0;
  };
  const close = async () => {
    await pool.end();
    await database.drop();
  };
  return { pool, project, nowMs, [Symbol.asyncDispose]: close };
}

it('moves the clock into the past, from where it runs on, and back to real time', async () => {
  await using opened = await open();
  const { project, nowMs } = opened;
  const realMs = await project.realNowMs();
  for (const hours of [720, 719, 5]) {
    await project.moveTo(realMs - hours * hourMs);
    expect((await nowMs()) - (realMs - hours * hourMs)).toBeLessThan(5_000);
    expect((await project.realNowMs()) - realMs).toBeLessThan(5_000);
  }
  await project.reset();
  expect((await nowMs()) - realMs).toBeLessThan(5_000);
});

it('never moves the clock ahead of real time', async () => {
  await using opened = await open();
  const { project, nowMs } = opened;
  const realMs = await project.realNowMs();
  await project.moveTo(realMs + 48 * hourMs);
  await project.moveTo(realMs + 48 * hourMs);
  expect((await nowMs()) - realMs).toBeLessThan(5_000);
});

it('leaves an operator’s clock and live projects alone', async () => {
  await using opened = await open();
  const { pool, project } = opened;
  expect(await project.hasOwnClock()).toBe(false);
  await project.moveTo((await project.realNowMs()) - hourMs);
  expect(await project.hasOwnClock()).toBe(false);
  await pool.query('UPDATE project_clock SET offset_ms = 7200000');
  await project.reset();
  expect(await project.hasOwnClock()).toBe(true);

  const live = demoProjectOf(pool, { tenantId: 1, projectId: await projectOf(pool, 'live') });
  await live.moveTo(0);
  expect((await pool.query('SELECT 1 FROM project_clock')).rowCount).toBe(1);
});

it('remembers what a project was begun with', async () => {
  await using opened = await open();
  const { project } = opened;
  expect(await project.choice()).toBeNull();
  expect(await project.newestTurnMs()).toBeNull();
  await project.choose('empty');
  await project.choose('demo');
  expect(await project.choice()).toBe('demo');
});

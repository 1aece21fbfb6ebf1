import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import { permissions } from '@purser/domain/access/permissions';
import type { RequestContext } from '@purser/schema/contract/request-context';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { createApp } from '../../app.ts';
import { seedDefaultProject } from '../../composition/operator-tools.ts';
import { readConfig } from '../../config/config.ts';
import type { DemoTarget } from './demo-target.ts';
import { writeDemo } from './write-demo.ts';

const secret = 'a-secret-that-is-long-enough-for-a-root-key';

/** A server without a socket over a seeded database of its own. */
async function openDemo() {
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await createTestDatabase());
  const env = { LOG_LEVEL: 'error', PURSER_SECRET: secret, DATABASE_URL: database.url };
  const config = { ...readConfig(env), databaseUrl: database.url, dataDir: '', secret };
  const { scope } = await seedDefaultProject(config);
  const app = await createApp(config);
  opened.defer(() => app.close());
  const caller: RequestContext['caller'] = {
    kind: 'job',
    id: 'job:demo',
    name: 'Demo',
    role: 'admin',
    permissions: new Set(permissions),
  };
  const ctx = { caller, scope, requestId: 'test' };
  const target: DemoTarget = { ctx, useCases: app.useCases, project: app.demoProject(scope) };
  const sql = new Client({ connectionString: database.url });
  await sql.connect();
  opened.defer(() => sql.end());
  const running = opened.move();
  return { target, app, ctx, sql, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

const historyHours = 12;

/** One instant for all databases of a test, which may run into the next hour. */
function pinned(target: DemoTarget, nowMs: number): DemoTarget {
  return { ...target, project: { ...target.project, realNowMs: async () => nowMs } };
}
const neverEnds = () => new AbortController().signal;
const quietly = () => {};

const everything = `
  SELECT (SELECT count(*)::int FROM turn) AS turns,
         (SELECT count(*)::int FROM turn WHERE state = 'admitted') AS open,
         (SELECT count(*)::int FROM quota_grant) AS grants,
         (SELECT count(*)::int FROM transfer WHERE kind <> 'turn') AS postings,
         (SELECT sum(tokens)::text FROM usage_head) AS tokens,
         (SELECT sum(credits_posted - debits_posted)::text FROM account) AS total,
         (SELECT coalesce(max(offset_ms), 0)::int FROM project_clock) AS clock`;

it('writes the past at its own hours, leaves no turn open and the clock at real time', async () => {
  await using demo = await openDemo();
  const { target, sql } = demo;
  const seen: number[] = [];
  const total = await writeDemo(target, {
    historyHours,
    signal: neverEnds(),
    onProgress: ({ done }) => seen.push(done),
  });
  expect(seen.at(-1)).toBe(total);
  const { rows } = await sql.query(everything);
  expect(rows[0]).toMatchObject({ open: 0, total: '0', clock: 0 });
  expect(rows[0].turns).toBeGreaterThan(total * 0.9);
  const hours = await sql.query(
    `SELECT count(DISTINCT date_trunc('hour', admitted_at))::int AS hours,
            min(admitted_at) >= to_timestamp($1) AS late_enough FROM turn`,
    [Date.now() / 1000 - (historyHours + 1) * 3600],
  );
  expect(hours.rows[0].late_enough).toBe(true);
  expect(hours.rows[0].hours).toBeGreaterThan(historyHours * 0.8);
});

it('goes on where it was broken off, and adds nothing when there is nothing to add', async () => {
  await using whole = await openDemo();
  await using broken = await openDemo();
  const nowMs = Date.now();
  const wholeTarget = pinned(whole.target, nowMs);
  const brokenTarget = pinned(broken.target, nowMs);
  const options = { historyHours, onProgress: quietly };
  await writeDemo(wholeTarget, { ...options, signal: neverEnds() });
  for (const share of [0.2, 0.7]) {
    const stop = new AbortController();
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      if (done > share * total) stop.abort();
    };
    await expect(
      writeDemo(brokenTarget, { ...options, onProgress, signal: stop.signal }),
    ).rejects.toThrow();
  }
  await writeDemo(brokenTarget, { ...options, signal: neverEnds() });
  const expected = (await whole.sql.query(everything)).rows[0];
  expect((await broken.sql.query(everything)).rows[0]).toEqual(expected);
  await writeDemo(brokenTarget, { ...options, signal: neverEnds() });
  expect((await broken.sql.query(everything)).rows[0]).toEqual(expected);
});

it('tells a story on Overview: a named user, denied, and why', async () => {
  await using demo = await openDemo();
  const { target, app, ctx } = demo;
  await writeDemo(target, { historyHours: 2, signal: neverEnds(), onProgress: quietly });
  const { story } = await app.useCases.overview(ctx, {});
  expect(story?.sentence).toMatch(
    /^quiet-otter asked for 180,000 tokens at once; the free plan has [\d,]+ of its 133,333 tokens per hour left\.$/,
  );
  const lineage = await app.useCases.turn.lineage(ctx, { turnId: story?.turnId ?? '' });
  expect(lineage.denials[0]?.userId).toBe('quiet-otter');
});

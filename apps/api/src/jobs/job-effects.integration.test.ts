import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createOverviewReader } from '../adapters/postgres/overview-reader.ts';
import { poolRunner } from '../adapters/postgres/sql-runner.ts';
import { measureJobs } from '../http/metrics/job-metrics.ts';
import { brokenInvariants } from '../testing/check-books.ts';
import { openJobWorld } from '../testing/job-world.ts';
import { noonMs, type TurnWorld } from '../testing/turn-world.ts';
import { executeJob } from '../use-cases/job/execute-job.ts';
import { admitTurn } from '../use-cases/turn/admit-turn.ts';
import { settleTurn } from '../use-cases/turn/settle-turn.ts';

const hourMs = 3_600_000;

/** A second project of the tenant. */
async function anotherProject({ pool }: TurnWorld): Promise<void> {
  await pool.query(
    `INSERT INTO project (tenant_id, id, slug, name, kind, default_plan_id, reference_provider, reference_model,
       reference_price_pico_usd, renewal_grace_seconds, providers_required, created_at)
     SELECT tenant_id, 2, 'other', 'Other', kind, default_plan_id, reference_provider, reference_model,
       reference_price_pico_usd, renewal_grace_seconds, providers_required, created_at FROM project`,
  );
}

async function settledTurn(
  world: TurnWorld,
  turnId: string,
  costMicroUsd: bigint,
  bundleId?: string,
) {
  await admitTurn(world.deps, world.ctx, { turnId, userId: 'u1', bundleId, estimateTokens: 10n });
  await settleTurn(world.deps, world.ctx, { turnId, costMicroUsd, provider: 'openai' });
}

/** Jobs that need more than a project to work on, and the test beside their use case that runs them four at once. */
const provedElsewhere: Readonly<Record<string, readonly [file: string, title: string]>> = {
  'seal-audit': [
    'audit/audit-chain.integration.test.ts',
    'is one chain however many processes seal it, while entries keep coming',
  ],
  retell: [
    'turn/retell-turns.integration.test.ts',
    'are told once and for all when the telling failed, however often it is tried',
  ],
  'process-events': [
    'stripe/events/process-events.integration.test.ts',
    'are processed by the job, once, from four workers at the same time',
  ],
  'ask-stripe': [
    'stripe/requests/ask-request.integration.test.ts',
    'has the request alone: of four workers one calls Stripe',
  ],
  'reconcile-stripe': [
    'stripe/reconcile/reconcile-stripe.integration.test.ts',
    'are read from Stripe, applied once from four workers, and told of',
  ],
  'compare-stripe': [
    'stripe/drift/check-drift.integration.test.ts',
    'raises one alert a day, from four workers and however often it runs',
  ],
  deliver: [
    'notification/deliver.integration.test.ts',
    'is delivered once by four workers at the same time',
  ],
  'expire-lots': [
    'wallet/expire-lots.integration.test.ts',
    'leave to breakage at their very instant, once, whoever looks',
  ],
  'release-leases': [
    '../http/rest/internal/budget.integration.test.ts',
    'gives leases past their time back once from four workers, where no data plane asks',
  ],
  'publish-snapshot': [
    'snapshot/publish-snapshot.integration.test.ts',
    'sends the same bytes, of the same revision, from four workers at once',
  ],
  'open-periods': [
    '../http/rest/internal/budget.integration.test.ts',
    'makes the next billing periods once from four workers, and a revision with them',
  ],
  'seal-transfers': [
    'ledger/seal-transfers.integration.test.ts',
    'are one whole chain though four processes seal while turns go on, in batches of any size',
  ],
};

describe('each job from four workers at once', () => {
  it('is proved to have its effect once, for every job there is', async () => {
    await using opened = await openJobWorld();
    const here = ['job-effects', 'subscription-jobs']
      .map((name) => readFileSync(join(import.meta.dirname, `${name}.integration.test.ts`), 'utf8'))
      .join();
    for (const { name } of opened.jobs) {
      const [file, title] = provedElsewhere[name] ?? [null, `await fromFourWorkers('${name}')`];
      const folder = join(import.meta.dirname, '../use-cases');
      const text = file === null ? here : readFileSync(join(folder, file), 'utf8');
      expect(text, `the job ${name} has no such test`).toContain(title);
    }
  });

  it('reap ends every expired turn once', async () => {
    await using opened = await openJobWorld();
    const { world, read, fromFourWorkers } = opened;
    for (let turn = 0; turn < 30; turn += 1) {
      await admitTurn(world.deps, world.ctx, {
        turnId: `t${turn}`,
        userId: 'u',
        estimateTokens: 9n,
      });
    }
    expect(await fromFourWorkers('reap')).toEqual({ handled: 0, failed: 0 });
    await world.moveTo(noonMs + hourMs);
    expect(await fromFourWorkers('reap')).toEqual({ handled: 30, failed: 0 });
    expect(await read('SELECT state, count(*)::int FROM turn GROUP BY 1')).toEqual([
      { state: 'expired', count: 30 },
    ]);
    expect(await brokenInvariants(world.pool)).toEqual([]);
  });

  it('alert-budgets says each crossing of a provider budget once per window', async () => {
    await using opened = await openJobWorld();
    const { world, read, fromFourWorkers } = opened;
    await world.pool.query(
      `INSERT INTO budget_policy (tenant_id, project_id, provider, bundle_id, per_hour_micro_usd, per_day_micro_usd,
         active, version, created_by, updated_by, created_at, updated_at)
       SELECT 1, 1, p.provider, p.bundle, p.hour, p.day, p.active, 1, 'test', 'test', to_timestamp(0), to_timestamp(0)
         FROM (VALUES ('openai', '*', 1000, 10000, true), ('openai', 'chat', 300, NULL, true),
                      ('openai', 'off', 1, 1, false)) AS p(provider, bundle, hour, day, active)`,
    );
    const said = () =>
      read(`SELECT payload ->> 'bundleId' AS bundle, payload ->> 'window' AS window, payload -> 'percent' AS percent, severity
              FROM outbox_event WHERE kind = 'provider_budget' ORDER BY created_at, bundle, "window", percent`);
    await settledTurn(world, 'a', 499n);
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 0, failed: 0 });
    await settledTurn(world, 'b', 301n, 'chat');
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 5, failed: 0 });
    const first = [
      { bundle: '*', window: 'hour', percent: 50, severity: 'info' },
      { bundle: '*', window: 'hour', percent: 80, severity: 'warning' },
      { bundle: 'chat', window: 'hour', percent: 50, severity: 'info' },
      { bundle: 'chat', window: 'hour', percent: 80, severity: 'warning' },
      { bundle: 'chat', window: 'hour', percent: 100, severity: 'critical' },
    ];
    expect(await said()).toEqual(first);
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 0, failed: 0 });

    // What crossed in the last moment of an hour is said in the next one.
    await world.moveTo(noonMs + hourMs - 1);
    await settledTurn(world, 'c', 200n);
    await world.moveTo(noonMs + hourMs + 1);
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 1, failed: 0 });
    expect((await said()).at(-1)).toMatchObject({ bundle: '*', window: 'hour', percent: 100 });
    await settledTurn(world, 'd', 4_000n);
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 4, failed: 0 });
    const titles = await read(`SELECT title FROM outbox_event WHERE payload ->> 'window' = 'day'`);
    expect(titles).toEqual([
      { title: 'openai has reached 50 % of its daily budget: < $0.01 of $0.01.' },
    ]);
  });

  it('alert-budgets says once a day that the project budget is low, overdrawn, or below its overdraft', async () => {
    await using opened = await openJobWorld();
    const { world, read, fromFourWorkers } = opened;
    const said = () =>
      read(
        `SELECT payload ->> 'level' AS level, severity FROM outbox_event WHERE kind = 'project_budget' ORDER BY id`,
      );
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 0, failed: 0 });
    await settledTurn(world, 'a', 1_900_000n);
    await settledTurn(world, 'b', 1n);
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 1, failed: 0 });
    await world.pool.query(`UPDATE account SET overdraft = 50000 WHERE kind = 'project'`);
    await settledTurn(world, 'c', 100_000n);
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 1, failed: 0 });
    await admitTurn(world.deps, world.ctx, { turnId: 'd', userId: 'u1', estimateTokens: 10n });
    await settleTurn(world.deps, world.ctx, { turnId: 'd', costMicroUsd: 90_000n });
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 1, failed: 0 });
    expect(await said()).toEqual([
      { level: 'low', severity: 'warning' },
      { level: 'negative', severity: 'warning' },
      { level: 'overdraft_passed', severity: 'critical' },
    ]);
    await world.moveTo(noonMs + 24 * hourMs);
    expect(await fromFourWorkers('alert-budgets')).toEqual({ handled: 1, failed: 0 });
  });

  it('clean-up forgets answers at their expiry and old runs, and nothing else', async () => {
    await using opened = await openJobWorld();
    const { world, read, fromFourWorkers } = opened;
    await world.pool.query(
      `INSERT INTO idempotency_record SELECT 1, 1, 'c', 'o', n::text, 'h', '{}', to_timestamp(0),
         to_timestamp(${noonMs / 1000}) + (n - 7000) * interval '1 second' FROM generate_series(1, 7100) n`,
    );
    await world.pool.query(
      `INSERT INTO job_run (id, job, started_at, finished_at, handled, failed, trigger)
       SELECT gen_random_uuid(), r.job, purser_now(0, 0) - r.age::interval, purser_now(0, 0), r.handled, 0, r.trigger
         FROM (VALUES ('a', '8 days', 1, 'schedule'), ('a', '2 days', 1, 'schedule'), ('a', '2 hours', 0, 'schedule'),
                      ('a', '2 hours', 0, 'person:1'), ('a', '1 minute', 0, 'schedule'), ('b', '9 days', 0, 'schedule'))
           AS r(job, age, handled, trigger)`,
    );
    expect(await fromFourWorkers('clean-up')).toEqual({ handled: 7_002, failed: 0 });
    expect(await read('SELECT count(*)::int FROM idempotency_record')).toEqual([{ count: 100 }]);
    expect(await read('SELECT job, count(*)::int FROM job_run GROUP BY 1 ORDER BY 1')).toEqual([
      { job: 'a', count: 3 },
      { job: 'b', count: 1 },
    ]);
  });

  it('clean-up forgets old alerts that nobody waits for and events that moved nothing, and keeps what names money', async () => {
    await using opened = await openJobWorld();
    const { read, world, fromFourWorkers } = opened;
    await world.pool.query(
      `INSERT INTO outbox_event (tenant_id, project_id, id, kind, severity, dedupe_key, title, payload, created_at, delivered_at)
       SELECT 1, 1, a.id::uuid, a.name, 'info', a.name, a.name, '{}', at.at, at.at
         FROM (VALUES ('00000000-0001-7000-8000-000000000001', 'told', '91 days'),
                      ('00000000-0001-7000-8000-000000000002', 'waits', '91 days'),
                      ('00000000-0001-7000-8000-000000000003', 'sent again', '91 days'),
                      ('00000000-0001-7000-8000-000000000004', 'young', '89 days')) AS a(id, name, age)
        CROSS JOIN LATERAL (SELECT to_timestamp(${noonMs / 1000}) - a.age::interval AS at) at;
       INSERT INTO delivery (tenant_id, project_id, id, event_id, channel, target, status, attempts, created_at, updated_at)
       SELECT 1, 1, gen_random_uuid(), o.id, 'mail', 'a@x.test', CASE kind WHEN 'waits' THEN 'waiting' ELSE 'dead' END, 1, o.created_at,
              CASE kind WHEN 'sent again' THEN to_timestamp(${noonMs / 1000}) ELSE o.created_at END FROM outbox_event o;
       INSERT INTO external_event (tenant_id, project_id, id, source, kind, external_id, status, amount_micro_usd, payload,
           attempts, occurred_at, created_at, updated_at)
       SELECT 1, 1, gen_random_uuid(), 'stripe', 'k', e.name, e.status, e.amount, '{}', 0, at.at, at.at, at.at
         FROM (VALUES ('ignored', 'ignored', NULL::bigint, '181 days'), ('paid', 'applied', 5, '181 days'),
                      ('failed', 'failed', NULL, '181 days'), ('young', 'ignored', NULL, '179 days')) AS e(name, status, amount, age)
        CROSS JOIN LATERAL (SELECT to_timestamp(${noonMs / 1000}) - e.age::interval AS at) at`,
    );
    expect(await fromFourWorkers('clean-up')).toEqual({ handled: 3, failed: 0 });
    expect(await read('SELECT kind FROM outbox_event ORDER BY kind')).toEqual([
      { kind: 'sent again' },
      { kind: 'waits' },
      { kind: 'young' },
    ]);
    expect(await read('SELECT count(*)::int FROM delivery')).toEqual([{ count: 3 }]);
    expect(await read('SELECT external_id AS id FROM external_event ORDER BY 1')).toEqual([
      { id: 'failed' },
      { id: 'paid' },
      { id: 'young' },
    ]);
  });

  it('verify-audit fails for the project whose chain is broken, says so once a day, and keeps where', async () => {
    await using opened = await openJobWorld();
    const { read, world, fromFourWorkers, jobNamed } = opened;
    expect(await fromFourWorkers('verify-audit')).toEqual({ handled: 4, failed: 0 });
    await world.pool.query(
      `INSERT INTO audit_seal (tenant_id, project_id, seq, entry_id, hash, sealed_at)
       VALUES (1, 1, 1, gen_random_uuid(), decode(repeat('00', 32), 'hex'), purser_now(1, 1))`,
    );
    expect(await fromFourWorkers('verify-audit')).toEqual({ handled: 0, failed: 4 });
    expect((await jobNamed('verify-audit').run()).error).toContain(
      'The audit chain breaks at number 1',
    );
    expect(await read('SELECT kind, severity FROM outbox_event')).toEqual([
      { kind: 'audit_broken', severity: 'critical' },
    ]);
    const { scope } = world.ctx;
    const { auditChain } = await createOverviewReader(world.db, poolRunner(world.pool)).facts(
      scope,
      new Date(noonMs),
    );
    expect(auditChain).toMatchObject({ whole: false, brokenAtSeq: 1n });
  });

  it('verify-ledger fails for the project that does not balance alone, and says so once', async () => {
    await using opened = await openJobWorld();
    const { world, read, fromFourWorkers, jobNamed } = opened;
    await anotherProject(world);
    await settledTurn(world, 'a', 5n);
    expect(await fromFourWorkers('verify-ledger')).toEqual({ handled: 8, failed: 0 });
    await world.pool.query(
      `INSERT INTO account SELECT tenant_id, 2, id, kind, unit, reference, shard, owner_id, credits_posted + 3, debits_posted,
         debits_pending, overdraft, version, last_recorded_at, created_at FROM account WHERE kind = 'project'`,
    );
    expect(await fromFourWorkers('verify-ledger')).toEqual({ handled: 4, failed: 4 });
    expect((await jobNamed('verify-ledger').run()).error).toMatch(
      /^Project home\/other: The ledger does not balance in \d places; the first: [0-9a-f-]{36}: /,
    );
    expect(await read('SELECT project_id, kind, severity FROM outbox_event')).toEqual([
      { project_id: 2, kind: 'ledger_unbalanced', severity: 'critical' },
    ]);
    expect(await opened.settings.startingWith('ledger-check:')).toMatchObject(
      new Map([
        ['ledger-check:home/demo', { balanced: true, differences: 0 }],
        ['ledger-check:home/other', { balanced: false }],
      ]),
    );
    const registry = new Registry();
    measureJobs(registry, opened);
    await executeJob(opened, jobNamed('verify-ledger'), { id: randomUUID(), trigger: 'schedule' });
    const metrics = await registry.metrics();
    expect(metrics).toContain('purser_ledger_balanced{project="home/demo"} 1\n');
    expect(metrics).toContain('purser_ledger_balanced{project="home/other"} 0\n');
    expect(metrics).toContain('purser_job_failures{job="verify-ledger"} 1\n');
  });
});

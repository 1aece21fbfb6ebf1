import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { machine } from '../adapters/system/machine.ts';
import { openJobWorld, workersMax } from '../testing/job-world.ts';
import { giveWallet, noonMs } from '../testing/turn-world.ts';
import { admitTurn } from '../use-cases/turn/admit-turn.ts';
import { createJobs } from './create-jobs.ts';

const hourMs = 3_600_000;

describe('a run by hand', () => {
  it('is audited, recorded, and answered again by its key', async () => {
    await using opened = await openJobWorld();
    const { world, read, useCases } = opened;
    await giveWallet(world, 'u1', 70n, new Date(noonMs - 1));
    const meta = { idempotencyKey: 'k', reason: 'Now, please.' };
    const run = () => useCases.job.run(world.ctx, { name: 'expire-lots' }, meta);
    const dry = await useCases.job.run(world.ctx, { name: 'expire-lots' }, { dryRun: true });
    expect(dry).toMatchObject({ ok: true, dryRun: true, value: { finishedAt: null } });
    expect(await read('SELECT id FROM job_run')).toEqual([]);

    const done = await run();
    expect(done).toMatchObject({
      ok: true,
      replayed: false,
      value: { job: 'expire-lots', handled: 2, failed: 0, trigger: 'key:test' },
    });
    const again = await run();
    expect(again).toEqual({ ...done, replayed: true });
    expect(await read('SELECT action, target_id, reason FROM audit_entry')).toEqual([
      { action: 'run-job', target_id: 'expire-lots', reason: 'Now, please.' },
    ]);
    const [job] = (await useCases.job.list(world.ctx, {})).filter((each) => each.lastRun !== null);
    expect(job).toMatchObject({ name: 'expire-lots', schedule: 'every 30 seconds' });
    expect(done.ok && job?.lastRun).toEqual(done.ok && done.value);
  });

  it('of a job that fails says why, and of one that does not exist which there are', async () => {
    await using opened = await openJobWorld();
    const { world, useCases, errors } = opened;
    await world.pool.query('ALTER TABLE idempotency_record RENAME TO gone');
    const failed = await useCases.job.run(world.ctx, { name: 'clean-up' }, {});
    expect(failed).toMatchObject({
      ok: true,
      value: { failed: 1, error: expect.stringContaining('Project home/demo: relation') },
    });
    expect(errors).toHaveLength(1);
    expect(await useCases.job.run(world.ctx, { name: 'nothing' }, {})).toMatchObject({
      ok: false,
      rejection: { code: 'not_found', message: expect.stringContaining('seal-audit, retell') },
    });
  });
});

describe('jobs on the queue', () => {
  it('come by themselves, one a slot whoever runs it, and go on when processes go', async () => {
    await using opened = await openJobWorld();
    const { world, read, jobs, runs, onError, errors } = opened;
    await admitTurn(world.deps, world.ctx, { turnId: 't', userId: 'u', estimateTokens: 9n });
    await world.moveTo(noonMs + hourMs);
    const workers = Array.from({ length: workersMax }, () =>
      createJobs({ databaseUrl: world.url, jobs, runs, onError, system: machine }),
    );
    onTestFinished(async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
    });
    for (const worker of workers) worker.start();
    const finished = async (name: string) =>
      (
        await read(
          `SELECT started_at FROM job_run WHERE job = '${name}' AND finished_at IS NOT NULL`,
        )
      ).length;
    await vi.waitFor(
      async () => {
        for (const { name } of jobs) expect([name, await finished(name)]).not.toContain(0);
        expect(await read('SELECT state FROM turn')).toEqual([{ state: 'expired' }]);
      },
      { timeout: 25_000, interval: 250 },
    );
    const [gone, alone] = [workers.slice(0, -1), workers.slice(-1)];
    await Promise.all(gone.map((worker) => worker.stop()));
    const sofar = await finished('reap');
    await vi.waitFor(async () => expect(await finished('reap')).toBeGreaterThan(sofar + 1), {
      timeout: 20_000,
      interval: 250,
    });
    await Promise.all(alone.map((worker) => worker.stop()));

    // All four asked for each at once; a second run is possible only where a slot ended in between.
    for (const name of ['verify-ledger', 'clean-up', 'expire-lots']) {
      expect([1, 2]).toContain(await finished(name));
    }
    expect(errors).toEqual([]);
  }, 60_000);
});

import { expect, it } from 'vitest';
import { brokenInvariants } from '../testing/check-books.ts';
import { workersMax } from '../testing/job-world.ts';
import { runPurser } from '../testing/run-purser.ts';
import { openSubscribers, periodsEndMs } from '../testing/subscribers.ts';
import { giveWallet } from '../testing/turn-world.ts';
import { runCommand } from '../use-cases/command/run-command.ts';
import { cancelSubscription } from '../use-cases/subscription/cancel-subscription.ts';
import { admitTurn } from '../use-cases/turn/admit-turn.ts';

const programMs = 60_000;

it('every job, run by four processes of the operating system at once, has each effect once', {
  timeout: programMs,
}, async () => {
  await using opened = await openSubscribers(8);
  const { world, commands, read, jobs } = opened;
  for (const userId of ['u0', 'u1']) {
    const request = { ctx: world.ctx, input: { userId, atPeriodEnd: true }, meta: {} };
    expect(await runCommand(commands, cancelSubscription, request)).toMatchObject({ ok: true });
  }
  await giveWallet(world, 'u7', 700n, new Date(periodsEndMs - 1));
  await world.moveTo(periodsEndMs - 2);
  const turn = { turnId: 't', userId: 'u0', estimateTokens: 1_000n };
  expect(await admitTurn(world.deps, world.ctx, turn)).toMatchObject({
    value: { decision: 'admitted' },
  });
  await world.moveTo(periodsEndMs + 3_600_000);

  // The world wrote its ids itself; the program seeds what is missing beside it.
  await world.pool.query(`SELECT setval(pg_get_serial_sequence('project', 'id'), 10)`);
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    DATABASE_URL: world.url,
    PURSER_SECRET: 'a-secret-that-is-long-enough-for-a-root-key',
  };
  // Sweeping comes last again: what the reaper gives back to a closed period follows then.
  const names = [...jobs.map(({ name }) => name), 'sweep-periods', 'seal-transfers', 'seal-audit'];
  const programs = Array.from({ length: workersMax }, () =>
    runPurser(['job', 'run', ...names], env),
  );
  for (const program of await Promise.all(programs)) {
    expect(program).toMatchObject({ code: 0, err: '' });
  }

  const events = 'SELECT kind, count(*)::int FROM external_event GROUP BY 1 ORDER BY 1';
  expect(await read(events)).toEqual([
    { kind: 'renewal', count: 6 },
    { kind: 'rollover', count: 8 },
  ]);
  // Creating a subscription pays its first period in as a renewal does.
  const transfers = `SELECT kind, phase, sum(amount)::int AS amount FROM transfer
     WHERE kind IN ('rollover', 'subscription_renewal', 'lot_expired') OR phase = 'expire' GROUP BY 1, 2 ORDER BY 1, 2`;
  expect(await read(transfers)).toEqual([
    { kind: 'lot_expired', phase: 'post', amount: 700 },
    { kind: 'rollover', phase: 'post', amount: 8_000_000 },
    { kind: 'subscription_renewal', phase: 'post', amount: 14_000_000 },
    { kind: 'turn', phase: 'expire', amount: 17_250 },
  ]);
  const sealedTwice = `SELECT count(*)::int FROM audit_entry e
      LEFT JOIN audit_seal s ON s.tenant_id = e.tenant_id AND s.project_id = e.project_id AND s.entry_id = e.id
      GROUP BY e.id HAVING count(s.seq) > 1`;
  expect(await read(sealedTwice)).toEqual([]);
  const runs = `SELECT job, count(*)::int FROM job_run WHERE finished_at IS NULL OR failed > 0 GROUP BY 1`;
  expect(await read(runs)).toEqual([]);
  expect(await brokenInvariants(world.pool)).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { brokenInvariants } from '../testing/check-books.ts';
import { periodsEndMs as endMs, openSubscribers } from '../testing/subscribers.ts';
import { runCommand } from '../use-cases/command/run-command.ts';
import { cancelSubscription } from '../use-cases/subscription/cancel-subscription.ts';
import { admitTurn } from '../use-cases/turn/admit-turn.ts';
import { releaseTurn } from '../use-cases/turn/close-turn.ts';

const hourMs = 3_600_000;

/** Makes every change of one user's periods fail. */
const breakPeriodsOf = (userId: string) => `
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
  CREATE TRIGGER refuse BEFORE UPDATE ON subscription_period FOR EACH ROW
    WHEN (OLD.key LIKE '%:${userId}:%') EXECUTE FUNCTION refuse()`;

describe('each job of subscriptions from four workers at once', () => {
  it('renew-due renews each due subscription once, and one that fails stops no other', async () => {
    await using opened = await openSubscribers(12);
    const { world, read, fromFourWorkers } = opened;
    await world.moveTo(endMs - 1);
    expect(await fromFourWorkers('renew-due')).toEqual({ handled: 0, failed: 0 });
    await world.moveTo(endMs);
    await world.pool.query(breakPeriodsOf('u3'));
    expect(await fromFourWorkers('renew-due')).toEqual({ handled: 11, failed: 4 });
    await world.pool.query('DROP TRIGGER refuse ON subscription_period');
    expect(await fromFourWorkers('renew-due')).toEqual({ handled: 1, failed: 0 });
    expect(await fromFourWorkers('renew-due')).toEqual({ handled: 0, failed: 0 });
    expect(
      await read(
        `SELECT kind, count(*)::int, sum(amount_micro_usd)::int AS amount FROM external_event GROUP BY 1 ORDER BY 1`,
      ),
    ).toEqual([
      { kind: 'renewal', count: 12, amount: 12_000_000 },
      { kind: 'rollover', count: 12, amount: 12_000_000 },
    ]);
    expect(
      await read(`SELECT status, count(*)::int FROM subscription_period GROUP BY 1 ORDER BY 1`),
    ).toEqual([
      { status: 'closed', count: 12 },
      { status: 'open', count: 12 },
    ]);
    const actors = await read(`SELECT DISTINCT actor FROM transfer WHERE kind = 'rollover'`);
    expect(actors).toEqual([{ actor: 'job:renew-due' }]);
    expect(await brokenInvariants(world.pool)).toEqual([]);
  });

  it('sweep-periods leaves a grace to those that renew, closes the others at their end, and what holds give back follows', async () => {
    await using opened = await openSubscribers(6);
    const { world, commands, read, fromFourWorkers } = opened;
    for (const userId of ['u0', 'u1']) {
      const request = { ctx: world.ctx, input: { userId, atPeriodEnd: true }, meta: {} };
      expect(await runCommand(commands, cancelSubscription, request)).toMatchObject({ ok: true });
    }
    await world.moveTo(endMs - 1);
    const turn = { turnId: 't', userId: 'u5', estimateTokens: 1_000n };
    expect(await admitTurn(world.deps, world.ctx, turn)).toMatchObject({
      value: { holds: { money: [{ source: 'period', amountMicroUsd: 17_250n }] } },
    });
    expect(await fromFourWorkers('sweep-periods')).toEqual({ handled: 0, failed: 0 });
    await world.moveTo(endMs);
    expect(await fromFourWorkers('sweep-periods')).toEqual({ handled: 2, failed: 0 });
    expect(
      await read(`SELECT status, count(*)::int FROM subscription GROUP BY 1 ORDER BY 1`),
    ).toEqual([
      { status: 'active', count: 4 },
      { status: 'canceled', count: 2 },
    ]);
    await world.moveTo(endMs + 6 * hourMs);
    await world.pool.query(breakPeriodsOf('u3'));
    expect(await fromFourWorkers('sweep-periods')).toEqual({ handled: 3, failed: 4 });
    await world.pool.query('DROP TRIGGER refuse ON subscription_period');
    expect(await fromFourWorkers('sweep-periods')).toEqual({ handled: 1, failed: 0 });
    const rolled = `SELECT sum(amount)::int AS amount FROM transfer WHERE kind = 'rollover'`;
    expect(await read(rolled)).toEqual([{ amount: 6_000_000 - 17_250 }]);
    await releaseTurn(world.deps, world.ctx, { turnId: 't' });
    expect(await fromFourWorkers('sweep-periods')).toEqual({ handled: 1, failed: 0 });
    expect(await fromFourWorkers('sweep-periods')).toEqual({ handled: 0, failed: 0 });
    expect(await read(rolled)).toEqual([{ amount: 6_000_000 }]);
    expect(await brokenInvariants(world.pool)).toEqual([]);
  });
});

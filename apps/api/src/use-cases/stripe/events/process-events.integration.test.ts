import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../../testing/admin-world.ts';
import { processEvents } from './process-events.ts';
import { receiveStripeEvent } from './receive-event.ts';

let world: AdminWorld;

beforeEach(async () => {
  world = await openAdminWorld();
});

afterEach(() => world.close());

const read = async (sql: string) => (await world.pool.query(sql)).rows;

/** Moves the clock of waits, which is the database's own. */
const setWaitClock = (at: string) =>
  world.pool.query(
    `INSERT INTO project_clock (tenant_id, project_id, offset_ms, frozen_at) VALUES (0, 0, 0, $1)
     ON CONFLICT (tenant_id, project_id) DO UPDATE SET frozen_at = excluded.frozen_at`,
    [at],
  );

const receive = (id: string, metadata: Record<string, string>) =>
  receiveStripeEvent(world.events, {
    id,
    type: 'payment_intent.succeeded',
    created: 1_795_348_800,
    livemode: false,
    data: {
      object: { id: `pi_${id}`, amount: 3_000, amount_received: 3_000, currency: 'usd', metadata },
    },
  });

describe('events that were stored and not processed', () => {
  it('are processed by the job, once, from four workers at the same time', async () => {
    for (let user = 0; user < 20; user += 1) {
      await receive(`evt_${user}`, { user_id: `u${user}`, package: 'pro' });
    }
    const runs = Array.from({ length: 4 }, () => processEvents(world.events, world.ctx.scope));
    await Promise.all(runs);
    expect(await read(`SELECT status, count(*)::int FROM external_event GROUP BY 1`)).toEqual([
      { status: 'applied', count: 20 },
    ]);
    expect(await read(`SELECT count(*)::int FROM quota_grant`)).toEqual([{ count: 20 }]);
    expect(await read(`SELECT count(*)::int, sum(amount)::bigint FROM transfer`)).toEqual([
      { count: 20, sum: 600_000_000n },
    ]);
  });

  it('wait ever longer after faults, leave nothing half done, and succeed once the fault is gone', async () => {
    const start = Date.parse('2026-11-22T12:00:00Z');
    await setWaitClock(new Date(start).toISOString());
    await receive('evt_fault', { user_id: 'u', package: 'pro' });
    await world.pool.query('ALTER TABLE transfer RENAME TO transfer_gone');
    const run = () => processEvents(world.events, world.ctx.scope);
    await expect(run()).rejects.toThrow();
    const [first] = await read(
      'SELECT status, attempts, error, next_attempt_at FROM external_event',
    );
    expect(first).toMatchObject({
      status: 'received',
      attempts: 1,
      error: expect.stringContaining('our side'),
    });
    const waitMs = first.next_attempt_at.getTime() - start;
    expect(waitMs).toBeGreaterThanOrEqual(2_500);
    expect(waitMs).toBeLessThanOrEqual(5_000);
    expect(await read('SELECT 1 FROM quota_grant')).toEqual([]);
    expect(await run()).toBe(0);

    await world.pool.query('ALTER TABLE transfer_gone RENAME TO transfer');
    await setWaitClock(new Date(start + 5_000).toISOString());
    expect(await run()).toBe(1);
    expect(await read('SELECT status, error FROM external_event')).toEqual([
      { status: 'applied', error: null },
    ]);
  });

  it('have failed after twelve faults, which an alert says, and can be tried again by hand', async () => {
    await receive('evt_fault', { user_id: 'u', package: 'pro' });
    await world.pool.query(`UPDATE external_event SET attempts = 11`);
    await world.pool.query('ALTER TABLE transfer RENAME TO transfer_gone');
    await expect(processEvents(world.events, world.ctx.scope)).rejects.toThrow();
    expect(await read('SELECT status, attempts, next_attempt_at FROM external_event')).toEqual([
      { status: 'failed', attempts: 12, next_attempt_at: null },
    ]);
    expect(await read('SELECT kind, severity FROM outbox_event')).toEqual([
      { kind: 'event_failed', severity: 'critical' },
    ]);
    await world.pool.query('ALTER TABLE transfer_gone RENAME TO transfer');
    const [{ id }] = await read('SELECT id FROM external_event');
    const retried = await world.useCases.event.retry(
      world.ctx,
      { eventId: id, acceptAmount: false },
      {},
    );
    expect(retried).toMatchObject({ ok: true, value: { status: 'applied' } });
  });
});

describe('lists of events', () => {
  it('are filtered by status, kind and user, and paged without gaps', async () => {
    for (let user = 0; user < 7; user += 1) {
      await receive(`evt_${user}`, { user_id: `u${user}`, package: user % 2 ? 'pro' : 'gold' });
    }
    await processEvents(world.events, world.ctx.scope);
    const { event } = world.useCases;
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await event.list(world.ctx, {
        source: 'stripe',
        statuses: ['failed'],
        limit: 3,
        cursor,
      });
      seen.push(...page.items.map(({ externalId }) => externalId));
      cursor = page.nextCursor ?? undefined;
      more = page.nextCursor !== null;
    }
    expect(seen).toEqual(['evt_6', 'evt_4', 'evt_2', 'evt_0']);
    const ofUser = await event.list(world.ctx, { userId: 'u3', limit: 9 });
    expect(ofUser.items.map(({ externalId, userId }) => [externalId, userId])).toEqual([
      ['evt_3', 'u3'],
    ]);
    expect((await event.list(world.ctx, { kind: 'refund', limit: 9 })).items).toEqual([]);
  });
});

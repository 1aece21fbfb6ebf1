import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DataPlaneWorld,
  openDataPlaneWorld,
  type TestPlane,
} from '../../../testing/data-plane-world.ts';

const gib = 1024 ** 3;
let world: DataPlaneWorld;
let plane: TestPlane;

beforeEach(async () => {
  world = await openDataPlaneWorld();
  plane = await world.plane('dp-1');
});
afterEach(() => world[Symbol.asyncDispose]());

const place = () => ({ tenant_id: world.tenantId, period_id: world.periodId });

const item = (more: Record<string, unknown> = {}) => ({
  request_id: randomUUID(),
  ...place(),
  bandwidth_requested_bytes: gib,
  transforms_requested: 0,
  ...more,
});

const said = (more: Record<string, unknown> = {}) => ({
  report_id: randomUUID(),
  ...place(),
  bandwidth_used_total_bytes: 0,
  reported_at: new Date().toISOString(),
  ...more,
});

const allocate = (body: object) => plane.call('/internal/v1/budget/allocate', body);
const report = (body: object) => plane.call('/internal/v1/usage/report', body);
const giveBack = (body: object) => plane.call('/internal/v1/budget/return', body);
const register = (body: object) => plane.call('/internal/v1/dataplanes/register', body);

async function standing(): Promise<{ held: number; used: number }> {
  const { rows } = await world.pool.query(`
    SELECT coalesce(sum(debits_pending) FILTER (WHERE kind = 'quota'), 0)::float8 AS held,
           coalesce(sum(credits_posted) FILTER (WHERE kind = 'usage'), 0)::float8 AS used
      FROM account WHERE unit = 'bytes'`);
  return rows[0];
}

async function violations(): Promise<string[]> {
  const { rows } = await world.pool.query('SELECT type FROM usage_violation ORDER BY type');
  return rows.map(({ type }) => type);
}

describe('renewals and totals (rules D6, D17)', () => {
  it('8: two renewals of one lease at once leave one active lease, and no fault', async () => {
    const first = await allocate(item());
    const current_lease = { lease_id: first.body.lease_id, bandwidth_used_total_bytes: gib / 4 };
    const answers = await Promise.all([
      allocate(item({ current_lease })),
      allocate(item({ current_lease })),
    ]);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const { rows } = await world.pool.query(`SELECT 1 FROM lease WHERE state = 'active'`);
    expect(rows).toHaveLength(1);
    expect(await standing()).toEqual({ held: gib, used: gib / 4 });
    expect(await world.differences()).toEqual([]);
  });

  it('18: a total is booked once however often and in whichever order it is reported', async () => {
    const { body } = await allocate(item());
    const lease_id = body.lease_id;
    for (const part of [1, 3, 2, 3]) {
      const total = (part * gib) / 8;
      await report(said({ lease_id, bandwidth_used_total_bytes: total }));
    }
    expect(await standing()).toEqual({ held: (5 * gib) / 8, used: (3 * gib) / 8 });
    expect(await violations()).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  it('18a: what was spent of a superseded lease is taken from the one that superseded it', async () => {
    const old = await allocate(item());
    const current_lease = { lease_id: old.body.lease_id, bandwidth_used_total_bytes: 0 };
    await allocate(item({ current_lease }));
    await report(said({ lease_id: old.body.lease_id, bandwidth_used_total_bytes: gib / 2 }));
    expect(await standing()).toEqual({ held: gib / 2, used: gib / 2 });
    expect(await violations()).toEqual([]);
  });

  it('21: a total after the lease was given back is booked in full, and noted', async () => {
    const { body } = await allocate(item());
    await world.advance(400_000);
    await allocate(item({ request_id: randomUUID(), bandwidth_requested_bytes: 1 }));
    await world.advance(800_000);
    const later = await report(
      said({ lease_id: body.lease_id, bandwidth_used_total_bytes: gib / 2 }),
    );
    expect([later.status, later.body.booked_as]).toEqual([200, 'usage']);
    expect((await standing()).used).toBe(gib / 2);
    expect(await world.differences()).toEqual([]);
  });

  it('refuses a report of a lease that is not the plane’s own, and a window outside of its period', async () => {
    const foreign = await report(said({ lease_id: randomUUID() }));
    expect([foreign.status, foreign.body.error_code]).toEqual([404, 'unknown_lease']);
    const { body } = await allocate(item());
    const outside = await report(
      said({
        lease_id: body.lease_id,
        window_start: '2020-01-01T00:00:00Z',
        window_end: '2020-01-01T00:10:00Z',
      }),
    );
    expect([outside.status, outside.body.error_code]).toEqual([422, 'window_outside_period']);
    expect(await violations()).toEqual(['unknown_lease']);
  });

  it('gives what is left of a lease back at once when it is returned, and nothing more the next time', async () => {
    const { body } = await allocate(item());
    const spent = { lease_id: body.lease_id, bandwidth_used_total_bytes: gib / 4, final: true };
    const first = await giveBack(spent);
    expect(first.body).toMatchObject({
      lease_state: 'expired',
      released: { bandwidth: 0.75 * gib },
    });
    const again = await giveBack(spent);
    expect(again.body).toMatchObject({ lease_state: 'expired', released: { bandwidth: 0 } });
    expect(await standing()).toEqual({ held: 0, used: gib / 4 });
    expect((await giveBack({ ...spent, lease_id: randomUUID() })).status).toBe(404);
    expect(await world.differences()).toEqual([]);
  });
});

describe('incarnations of a data plane (rule D15)', () => {
  it('30: the process that was replaced gets no lease any more, and what it holds stays held', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const old = await allocate(item({ instance_id: one }));
    const next = await allocate(item({ instance_id: two }));
    expect(next.body).toMatchObject({ lease_seq: 2, bandwidth_granted_bytes: gib });
    const refused = await allocate(item({ instance_id: one }));
    expect([refused.status, refused.body.error_code]).toEqual([409, 'dataplane_instance_conflict']);
    expect(await standing()).toEqual({ held: 2 * gib, used: 0 });
    expect(await violations()).toEqual(['instance_conflict']);
    // What the replaced process spent is booked all the same.
    await report(said({ lease_id: old.body.lease_id, bandwidth_used_total_bytes: gib / 2 }));
    expect(await standing()).toEqual({ held: 1.5 * gib, used: gib / 2 });
    expect(await world.differences()).toEqual([]);
  });

  it('3: a new process that disclaims a lease has it released at once; one it does not name stays in doubt', async () => {
    const before = await allocate(item({ instance_id: randomUUID() }));
    const disclaims = [before.body.lease_id];
    const kept = await register({ instance_id: randomUUID() });
    expect(kept.body.leases).toMatchObject([
      { lease_id: before.body.lease_id, state: 'fenced', remaining: { bandwidth: gib } },
    ]);
    expect(await standing()).toMatchObject({ held: gib });
    const done = await register({ instance_id: randomUUID(), disclaims });
    expect([done.status, done.body.leases]).toEqual([200, []]);
    expect(await standing()).toEqual({ held: 0, used: 0 });
    expect(await world.differences()).toEqual([]);
  });
});

describe('batches (rule D19)', () => {
  it('answers each item for itself: one that is refused takes no other down', async () => {
    const same = item();
    const { status, body } = await allocate({
      instance_id: randomUUID(),
      items: [
        same,
        item({ tenant_id: randomUUID() }),
        item({ transforms_requested: -1 }),
        same,
        item(),
      ],
    });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { status: 200, replayed: false, lease_seq: 1 },
      { status: 404, error_code: 'unknown_tenant' },
      { status: 422, error_code: 'value_out_of_range' },
      { status: 200, replayed: true, lease_seq: 1 },
      { status: 200, replayed: false, lease_seq: 2 },
    ]);
    expect(await standing()).toEqual({ held: gib, used: 0 });
    expect(await world.differences()).toEqual([]);
  });

  it('books many reports at once, each id once, also those of one lease', async () => {
    const { body } = await allocate(item());
    const { lease_id } = body;
    const once = said({ lease_id, bandwidth_used_total_bytes: gib / 4 });
    const more = said({ lease_id, bandwidth_used_total_bytes: gib / 2 });
    const conflict = { ...once, bandwidth_used_total_bytes: 1 };
    const reports = [once, more, once, conflict];
    const answer = await report({ reports });
    expect(answer.body.reports).toMatchObject([
      { status: 200, duplicate: false, total_bandwidth_bytes: gib / 4 },
      { status: 200, duplicate: false, total_bandwidth_bytes: gib / 2 },
      { status: 200, duplicate: true },
      { status: 409, error_code: 'report_conflict' },
    ]);
    const again = await report({ reports });
    expect(again.body.reports).toMatchObject([{ duplicate: true }, { duplicate: true }, {}, {}]);
    expect(await standing()).toEqual({ held: gib / 2, used: gib / 2 });
    expect(await world.differences()).toEqual([]);
  });

  it('4: batches of many planes over the same tenants end without a fault or more than the limit', async () => {
    await world.pool.query(
      `UPDATE plan_quota SET "limit" = $1 WHERE plan_id = 'pro' AND dimension = 'bandwidth'`,
      [gib],
    );
    const planes = await Promise.all(
      Array.from({ length: 12 }, (_, n) => world.plane(`many-${n}`)),
    );
    const answers = await Promise.all(
      planes.map((by) =>
        by.call('/internal/v1/budget/allocate', { items: [item(), item(), item()] }),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const { held } = await standing();
    expect(held).toBeGreaterThan(gib / 2);
    expect(held).toBeLessThanOrEqual(gib);
    expect(await world.differences()).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type DataPlaneWorld,
  openDataPlaneWorld,
  type TestPlane,
} from '../../../testing/data-plane-world.ts';
import { releaseLeases } from '../../../use-cases/lease/release-leases.ts';
import { openDuePeriods } from '../../../use-cases/tenant/open-due-periods.ts';

const gib = 1024 ** 3;
const nil = '00000000-0000-0000-0000-000000000000';

let world: DataPlaneWorld;
let plane: TestPlane;

/** A server for each test, or one for all that leave nothing behind. */
function onServer(
  before: (open: () => Promise<void>) => void,
  after: (close: () => Promise<void>) => void,
): void {
  before(async () => {
    world = await openDataPlaneWorld();
    plane = await world.plane('ru-central1-a');
  });
  after(() => world[Symbol.asyncDispose]());
}

/** The guide's request, field by field. */
function asking(more: Record<string, unknown> = {}) {
  return {
    request_id: randomUUID(),
    dataplane_id: 'ru-central1-a',
    tenant_id: world.tenantId,
    period_id: world.periodId,
    bandwidth_requested_bytes: 10_737_418_240,
    transforms_requested: 100_000,
    ...more,
  };
}

function reporting(more: Record<string, unknown> = {}) {
  return {
    report_id: randomUUID(),
    dataplane_id: 'ru-central1-a',
    tenant_id: world.tenantId,
    period_id: world.periodId,
    bandwidth_used_bytes: 1_073_741_824,
    transforms_used: 10_000,
    reported_at: '2024-12-31T10:05:30Z',
    ...more,
  };
}

const allocate = (body: object, by = plane) => by.call('/internal/budget/allocate', body);
const report = (body: object, by = plane) => by.call('/internal/usage/report', body);

async function limit(bandwidth: number): Promise<void> {
  await world.pool.query(
    `UPDATE plan_quota SET "limit" = $1 WHERE plan_id = 'pro' AND dimension = 'bandwidth'`,
    [bandwidth],
  );
}

async function held(): Promise<{ held: string; used: string }> {
  const { rows } = await world.pool.query(`
    SELECT coalesce(sum(debits_pending) FILTER (WHERE kind = 'quota'), 0)::text AS held,
           coalesce(sum(credits_posted) FILTER (WHERE kind = 'usage'), 0)::text AS used
      FROM account WHERE unit = 'bytes'`);
  return rows[0];
}

describe('what POST /internal/budget/allocate refuses', () => {
  onServer(beforeAll, afterAll);

  it('14: refuses invented tenants and periods and makes nothing for them', async () => {
    const tenant = await allocate(asking({ tenant_id: randomUUID() }));
    expect([tenant.status, tenant.body.error_code]).toEqual([404, 'unknown_tenant']);
    const period = await allocate(asking({ period_id: randomUUID() }));
    expect([period.status, period.body.error_code]).toEqual([404, 'unknown_period']);
    expect((await world.pool.query('SELECT 1 FROM lease_request')).rowCount).toBe(0);
  });

  it.each([-1, 1.5, 2 ** 53, 2 ** 64, '9223372036854775808', '-1', 'many', null, undefined, true])(
    '13: refuses the amount %s and changes nothing',
    async (amount) => {
      const { status, body } = await allocate(asking({ bandwidth_requested_bytes: amount }));
      expect(status).toBe(422);
      if (amount !== null && amount !== true) expect(body.error_code).toBe('value_out_of_range');
      expect(await held()).toEqual({ held: '0', used: '0' });
    },
  );

  it('refuses a missing or nil request_id as malformed', async () => {
    for (const request_id of [nil, undefined, 'x']) {
      expect((await allocate(asking({ request_id }))).status).toBe(400);
    }
  });
});

describe('POST /internal/budget/allocate', () => {
  onServer(beforeEach, afterEach);

  it("answers the guide's request with what it asks, for five minutes", async () => {
    const { status, body } = await allocate(asking());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      bandwidth_granted_bytes: 10_737_418_240,
      transforms_granted: 100_000,
      lease_state: 'active',
      lease_seq: 1,
      ttl_ms: 300_000,
    });
    const { granted_at, expires_at } = body as Record<string, string>;
    expect(Date.parse(expires_at ?? '') - Date.parse(granted_at ?? '')).toBe(300_000);
    expect(await held()).toMatchObject({ held: '10737418240' });
    expect(await world.differences()).toEqual([]);
  });

  it('6, 7: answers the same request_id with the same lease and never more time', async () => {
    const body = asking();
    const first = await allocate(body);
    const again = await plane.call('/internal/v1/budget/allocate', body);
    expect(again.body).toMatchObject({
      lease_id: first.body.lease_id,
      expires_at: first.body.expires_at,
    });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = await allocate({ ...body, transforms_requested: 1 });
    expect([other.status, other.body.error_code]).toEqual([422, 'idempotency_key_reuse']);
    await world.advance(400_000);
    const late = await allocate(body);
    expect(late.body).toMatchObject({ lease_state: 'expired', ttl_ms: 0 });
    expect(await held()).toMatchObject({ held: '10737418240' });
  });

  it('5: makes one lease of fifty equal requests at once', async () => {
    const body = asking();
    const answers = await Promise.all(Array.from({ length: 50 }, () => allocate(body)));
    expect(new Set(answers.map((answer) => answer.body.lease_id)).size).toBe(1);
    expect(await held()).toMatchObject({ held: '10737418240' });
  });

  it('4: never leases more than the limit to 50 planes that ask for ten times as much at once', async () => {
    await limit(gib);
    const planes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => world.plane(`dp-${index}`)),
    );
    const answers = await Promise.all(
      planes.map((by) =>
        allocate(asking({ dataplane_id: by.dataplaneId, bandwidth_requested_bytes: 10 * gib }), by),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const granted = answers.reduce(
      (sum, { body }) => sum + Number(body.bandwidth_granted_bytes),
      0,
    );
    expect(granted).toBe(gib);
    expect(await held()).toMatchObject({ held: String(gib) });
    const { rows } = await world.pool.query(
      `SELECT count(*)::int AS leases, count(DISTINCT dataplane_id)::int AS planes FROM lease WHERE state = 'active'`,
    );
    expect(rows[0].leases).toBe(rows[0].planes);
    expect(await world.differences()).toEqual([]);
  });

  it('replaces a lease by the next one without counting its rest twice', async () => {
    await allocate(asking());
    const second = await allocate(asking());
    expect(second.body).toMatchObject({ lease_seq: 2, bandwidth_granted_bytes: 10_737_418_240 });
    expect(await held()).toMatchObject({ held: '10737418240' });
    expect(await world.differences()).toEqual([]);
  });

  it('grants nothing beyond the quota with the nil lease, and leaves the running lease alone', async () => {
    await limit(0);
    const { status, body } = await allocate(asking({ transforms_requested: 0 }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ lease_id: nil, bandwidth_granted_bytes: 0, ttl_ms: 0 });
    expect(body.expires_at).toBe(body.granted_at);
    expect(body.dimensions).toMatchObject({ bandwidth: { reason: 'quota_exhausted' } });
  });

  it('gives an expired lease back once its time to report has passed, not before', async () => {
    await limit(gib);
    const other = await world.plane('dp-2');
    const ask = () => allocate(asking({ dataplane_id: 'dp-2', transforms_requested: 0 }), other);
    await allocate(asking({ bandwidth_requested_bytes: gib / 2 }));
    await world.advance(374_000);
    expect(Number((await ask()).body.bandwidth_granted_bytes)).toBeLessThanOrEqual(gib / 2);
    await world.advance(376_000);
    await ask();
    const { rows } = await world.pool.query(
      `SELECT state FROM lease WHERE dataplane_id = 'ru-central1-a'`,
    );
    expect(rows).toEqual([{ state: 'expired' }]);
    expect(await world.differences()).toEqual([]);
  });

  it('names the open period to a plane that asks for one that has ended, and leases from that one', async () => {
    await world.advance(40 * 86_400_000);
    const late = await allocate(asking());
    expect(late.body).toMatchObject({
      lease_id: nil,
      dimensions: { bandwidth: { reason: 'period_closed' } },
    });
    const period_id = late.body.current_period_id;
    expect(period_id).toEqual(expect.any(String));
    expect(period_id).not.toBe(world.periodId);
    const next = await allocate(asking({ period_id }));
    expect(next.body).toMatchObject({ lease_seq: 1, bandwidth_granted_bytes: 10_737_418_240 });
    const { rows } = await world.pool.query(`
      SELECT starts_at = lag(ends_at) OVER (ORDER BY starts_at) AS joined FROM billing_period ORDER BY starts_at OFFSET 1`);
    expect(rows.every(({ joined }) => joined)).toBe(true);
  });

  it('leases nothing to a suspended tenant, and books what it has used', async () => {
    await world.pool.query(`UPDATE tenant SET status = 'suspended'`);
    const { body } = await allocate(asking());
    expect(body).toMatchObject({
      lease_id: nil,
      dimensions: { transforms: { reason: 'tenant_suspended' } },
    });
    expect((await report(reporting())).body).toMatchObject({ accepted: true, hint: 'stop' });
  });
});

describe('POST /internal/usage/report', () => {
  onServer(beforeEach, afterEach);

  it("answers the guide's report with the totals over all data planes", async () => {
    await allocate(asking());
    const other = await world.plane('dp-2');
    await report(reporting({ dataplane_id: 'dp-2', storage_used_bytes: 5 }), other);
    const { status, body } = await report(reporting({ storage_used_bytes: 7 }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      accepted: true,
      total_bandwidth_bytes: 2_147_483_648,
      total_transforms: 20_000,
      total_storage_bytes: 12,
      duplicate: false,
    });
    // Reported usage has left the lease's hold: it is not counted twice.
    expect(await held()).toEqual({ held: String(9 * gib), used: String(2 * gib) });
    expect(await world.differences()).toEqual([]);
  });

  it('counts fifty parallel replays once', async () => {
    const body = reporting();
    const answers = await Promise.all(Array.from({ length: 50 }, () => report(body)));
    expect(answers.filter((answer) => answer.body.duplicate === false)).toHaveLength(1);
    expect(answers.every((answer) => answer.body.total_bandwidth_bytes === gib)).toBe(true);
    expect(await held()).toMatchObject({ used: String(gib) });
    expect(await world.differences()).toEqual([]);
  });

  it('22: refuses other content under a known report_id, keeps the first, and notes it', async () => {
    const body = reporting();
    await report(body);
    const other = await report({ ...body, bandwidth_used_bytes: 5 });
    expect([other.status, other.body.error_code]).toEqual([409, 'report_conflict']);
    expect(await held()).toMatchObject({ used: String(gib) });
    const { rows } = await world.pool.query('SELECT type, count::int FROM usage_violation');
    expect(rows).toEqual([{ type: 'report_conflict', count: 1 }]);
  });

  it('books usage beyond the lease and the limit in full, and notes both', async () => {
    await limit(gib);
    await allocate(asking({ bandwidth_requested_bytes: gib / 2 }));
    await report(reporting({ bandwidth_used_bytes: 2 * gib }));
    expect(await held()).toEqual({ held: '0', used: String(2 * gib) });
    const { rows } = await world.pool.query('SELECT type FROM usage_violation ORDER BY type');
    expect(rows.map(({ type }) => type)).toEqual(['lease_overspend', 'quota_exceeded']);
    expect(await world.differences()).toEqual([]);
  });
});

describe('reports that cannot be booked (rule D13)', () => {
  onServer(beforeEach, afterEach);

  const kept = async () =>
    (
      await world.pool.query(
        `SELECT r.reason, r.booked_as, v.type, v.count::int FROM usage_report r JOIN usage_violation v ON v.evidence_id = r.id`,
      )
    ).rows;

  it('are kept and not counted when no lease explains them, and answered the same again', async () => {
    await allocate(asking());
    const before = await held();
    const body = reporting({ bandwidth_used_bytes: '4611686018427387000' });
    for (const duplicate of [false, true]) {
      const { status, body: answer } = await report(body);
      expect(status).toBe(202);
      expect(answer).toMatchObject({
        accepted: false,
        booked_as: 'quarantine',
        reason: 'implausible',
        duplicate,
        total_bandwidth_bytes: 0,
      });
    }
    expect(await held()).toEqual(before);
    expect(await kept()).toEqual([
      { reason: 'implausible', booked_as: 'quarantine', type: 'implausible_report', count: 1 },
    ]);
    expect(await world.differences()).toEqual([]);
  });

  it('are kept and not counted when their period is too long past, or unknown', async () => {
    const old = reporting();
    const unknown = reporting({ period_id: randomUUID() });
    await world.advance(80 * 86_400_000);
    for (const _again of [1, 2]) {
      const late = await report(old);
      expect([late.status, late.body.error_code]).toEqual([422, 'too_old']);
      const lost = await report(unknown);
      expect([lost.status, lost.body.error_code]).toEqual([404, 'unknown_period']);
    }
    expect(await held()).toEqual({ held: '0', used: '0' });
    expect((await kept()).map(({ reason }) => reason).sort()).toEqual([
      'too_old',
      'unknown_period',
    ]);
  });

  it('are put off, and not kept, when they speak of a time that has not come', async () => {
    const body = reporting({ reported_at: new Date(Date.now() + 600_000).toISOString() });
    const early = await report(body);
    expect([early.status, early.body.error_code]).toEqual([422, 'in_future']);
    await world.advance(600_000);
    expect((await report(body)).body).toMatchObject({ accepted: true, booked_as: 'usage' });
  });
});

describe('what comes by itself', () => {
  onServer(beforeEach, afterEach);

  it('gives leases past their time back once from four workers, where no data plane asks', async () => {
    const other = await world.plane('dp-2');
    await allocate(asking());
    await allocate(asking({ dataplane_id: 'dp-2' }), other);
    const { deps } = world;
    await world.advance(374_000);
    expect((await releaseLeases(deps)).handled).toBe(0);
    await world.advance(376_000);
    const reports = await Promise.all(Array.from({ length: 4 }, () => releaseLeases(deps)));
    expect(reports.reduce((sum, { handled }) => sum + handled, 0)).toBe(2);
    expect(reports.every(({ failed }) => failed === 0)).toBe(true);
    expect(await held()).toEqual({ held: '0', used: '0' });
    expect(await world.differences()).toEqual([]);
  });

  it('gives back what a tenant that was deleted since had leased', async () => {
    await allocate(asking());
    await world.pool.query(`UPDATE tenant SET status = 'deleted'`);
    await world.advance(376_000);
    expect(await releaseLeases(world.deps)).toMatchObject({ handled: 1, failed: 0 });
    expect(await releaseLeases(world.deps)).toMatchObject({ handled: 0, failed: 0 });
    expect(await held()).toEqual({ held: '0', used: '0' });
  });

  it('makes the next billing periods once from four workers, and a revision with them', async () => {
    const revision = async () =>
      (await world.pool.query('SELECT revision::int FROM policy_revision')).rows[0].revision;
    const before = await revision();
    await world.advance(40 * 86_400_000);
    const reports = await Promise.all(Array.from({ length: 4 }, () => openDuePeriods(world.deps)));
    const made = reports.reduce((sum, { handled }) => sum + handled, 0);
    expect(made).toBeGreaterThan(0);
    expect(await revision()).toBe(before + 1);
    const again = await openDuePeriods(world.deps);
    expect(again).toMatchObject({ handled: 0, failed: 0 });
  });
});

describe('what Prometheus and an orchestrator read', () => {
  onServer(beforeEach, afterEach);

  it("has the guide's four metrics, by tenant, and the snapshot generator's readiness", async () => {
    await allocate(asking());
    await report(reporting());
    await plane.call('/internal/policy-snapshot');
    const metrics = await (await world.running.call('/metrics')).text();
    const of = (name: string, value: number) =>
      `pxl8_control_${name}{tenant_id="${world.tenantId}"} ${value}\n`;
    expect(metrics).toContain(of('budget_allocated_bytes', 9 * gib));
    expect(metrics).toContain(of('usage_reported_bytes', gib));
    expect(metrics).toContain(of('active_leases', 1));
    expect(metrics).toMatch(/pxl8_control_snapshot_generation_duration_seconds_count [1-9]/);
    const ready = await world.running.call('/health/ready');
    expect(await ready.json()).toMatchObject({ status: 'ok', checks: { 'Policy snapshot': 'ok' } });
    await world.pool.query('DELETE FROM policy_revision');
    const broken = await world.running.call('/health/ready');
    expect(broken.status).toBe(503);
    expect(await broken.json()).toMatchObject({
      checks: { PostgreSQL: 'ok', 'Policy snapshot': 'Policy snapshot cannot be reached.' },
    });
  });
});

describe("the admin's reads", () => {
  onServer(beforeEach, afterEach);

  it('list leases, reports and violations by filter and page, of every tenant for the operator alone', async () => {
    await allocate(asking());
    await allocate(asking());
    for (const bandwidth_used_bytes of [1, 2, '4611686018427387000']) {
      await report(reporting({ bandwidth_used_bytes }));
    }
    const token = await world.running.tokenOf('super-admin');
    const read = async (path: string) => {
      const answer = await world.running.call(`/api/v1/admin/${path}`, { token });
      return { status: answer.status, body: (await answer.json()) as Record<string, never> };
    };
    const leases = await read('budget-leases');
    expect(leases.body).toMatchObject({
      count: 2,
      items: [
        {
          lease_seq: 2,
          state: 'active',
          tenant_id: world.tenantId,
          bandwidth_bytes: { settled: 3 },
        },
        { lease_seq: 1, state: 'superseded', dataplane_id: 'ru-central1-a' },
      ],
      next_cursor: null,
    });
    expect((await read('budget-leases?state=superseded')).body).toMatchObject({ count: 1 });
    const seen: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await read(`usage-reports?limit=2${query}`);
      const { items, next_cursor } = page.body as unknown as {
        items: { id: string; booked_as: string }[];
        next_cursor: string | null;
      };
      seen.push(...items.map(({ booked_as }) => booked_as));
      cursor = next_cursor;
    }
    expect(seen).toEqual(['quarantine', 'usage', 'usage']);
    expect((await read('usage-violations')).body).toMatchObject({
      count: 1,
      summary: { implausible_report: 1 },
      items: [{ type: 'implausible_report', state: 'open', count: 1 }],
    });
    expect((await read(`usage-violations?tenant_id=${randomUUID()}`)).body).toMatchObject({
      count: 0,
      summary: {},
    });
    for (const wrong of ['state=odd', 'cursor=odd', 'limit=0', 'tenant_id=1', 'from=now']) {
      expect([400, 422], wrong).toContain((await read(`usage-violations?${wrong}`)).status);
    }
  });
});

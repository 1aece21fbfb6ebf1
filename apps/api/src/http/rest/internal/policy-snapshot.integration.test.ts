import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '@purser/domain/snapshot/canonical-json';
import type { SnapshotJson } from '@purser/schema/contract/rest/snapshot-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSnapshotSource } from '../../../adapters/postgres/snapshot-source.ts';
import { startWatch } from '../../../adapters/system/machine.ts';
import {
  type DataPlaneWorld,
  openDataPlaneWorld,
  type TestPlane,
} from '../../../testing/data-plane-world.ts';
import { PolicySnapshots } from '../../../use-cases/snapshot/policy-snapshots.ts';

const hmac = 'aa'.repeat(32);

let world: DataPlaneWorld;
let plane: TestPlane;

beforeAll(async () => {
  world = await openDataPlaneWorld();
  plane = await world.plane('ru-central1-a');
});

afterAll(() => world[Symbol.asyncDispose]());

async function snapshot(): Promise<{ etag: string; body: SnapshotJson }> {
  const answer = await plane.call('/internal/policy-snapshot');
  expect(answer.status).toBe(200);
  return { etag: answer.headers.get('etag') ?? '', body: answer.body as SnapshotJson };
}

/** A change as commands make it: with its revision, in one transaction. */
async function change(sql: string): Promise<void> {
  await world.pool.query(
    `BEGIN; ${sql}; UPDATE policy_revision SET revision = revision + 1, changed_at = purser_now(0, 0); COMMIT`,
  );
}

const place = `SELECT tenant_id, id FROM project WHERE slug = '__tenant__'`;

describe('GET /internal/policy-snapshot (rules D11, D12)', () => {
  it("answers the guide's body field for field, with names and keys as the tenant has them", async () => {
    await change(`
      INSERT INTO tenant_domain SELECT p.*, gen_random_uuid(), 'example.com', 'verified', 't', null, null, 'test',
        purser_now(0, 0), purser_now(0, 0) FROM (${place}) p;
      INSERT INTO tenant_api_key SELECT p.*, gen_random_uuid(), 'ci', 'k1', 'pxl8_', '\\x${hmac}', 1, '{}', 'test',
        purser_now(0, 0) FROM (${place}) p;
      INSERT INTO tenant_api_key SELECT p.*, gen_random_uuid(), 'old', 'k2', 'pxl8_', '\\x${hmac}', 1, '{}', 'test',
        purser_now(0, 0), null, null, null, purser_now(0, 0) FROM (${place}) p`);
    const { body } = await snapshot();
    expect(body).toMatchObject({ version: 1, kind: 'full' });
    expect(body.snapshot_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(Date.parse(body.generated_at)).not.toBeNaN();
    expect(body.tenants).toHaveLength(1);
    expect(body.tenants[0]).toMatchObject({
      tenant_id: world.tenantId,
      status: 'active',
      plan_code: 'pro',
      quotas: {
        bandwidth_limit_bytes: 107_374_182_400,
        transforms_limit: 1_000_000,
        storage_limit_bytes: 53_687_091_200,
      },
      domains: [{ domain: 'example.com', verified: true }],
      api_keys: [
        {
          key_prefix: 'pxl8_',
          key_hmac: Buffer.from(hmac, 'hex').toString('base64'),
          status: 'active',
        },
      ],
      current_period_id: world.periodId,
    });
  });

  it('carries hashes that a data plane can compute from what it received', async () => {
    const { body } = await snapshot();
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const lines = body.tenants.map(({ hash, ...tenant }) => {
      expect(sha256(canonicalJson(tenant as unknown as Json))).toBe(hash);
      return `${tenant.tenant_id} ${hash}`;
    });
    expect(body.content_hash).toBe(sha256(lines.join('\n')));
  });

  it('answers 304 to its own ETag alone, without reading the tables, and 200 with the next revision', async () => {
    const first = await snapshot();
    const asking = (etag: string) =>
      plane.call('/internal/v1/policy-snapshot', undefined, { 'if-none-match': etag });
    // What nobody announced is not looked for: the tables are read once for each revision.
    await world.pool.query(`UPDATE tenant SET status_reason = 'unannounced'`);
    const same = await asking(first.etag);
    expect([same.status, same.headers.get('etag'), same.body]).toEqual([304, first.etag, {}]);
    expect((await asking(`"x", W/${first.etag}`)).status).toBe(304);
    expect((await asking('"another"')).status).toBe(200);
    expect((await snapshot()).body).toEqual(first.body);
    await change(`UPDATE tenant SET status = 'suspended', status_reason = 'abuse'`);
    const next = await asking(first.etag);
    expect(next.status).toBe(200);
    expect(next.body).toMatchObject({
      revision: Number(first.body.revision) + 1,
      tenants: [{ status: 'suspended', status_reason: 'abuse' }],
    });
    await change(`UPDATE tenant SET status = 'active', status_reason = null`);
  });

  it('gives what changes by time alone a revision of its own, once, whichever process asks first', async () => {
    const { body: before } = await snapshot();
    await change(`
      INSERT INTO quota_override SELECT p.*, gen_random_uuid(), 'transforms', 'add', 500, purser_now(0, 0) - interval '1 hour',
        purser_now(0, 0) + interval '1 hour', 'test', null, 'test', purser_now(0, 0) FROM (${place}) p`);
    const limitOf = ({ tenants: [tenant] }: SnapshotJson) => tenant?.quotas.transforms_limit;
    const during = await snapshot();
    expect(limitOf(during.body)).toBe(1_000_500);
    // The same as if the hour had passed: the revision's instant and the override are an hour older.
    await world.pool.query(`
      UPDATE policy_revision SET changed_at = changed_at - interval '2 hours';
      UPDATE quota_override SET starts_at = starts_at - interval '2 hours', expires_at = expires_at - interval '2 hours'`);
    const source = createSnapshotSource(world.pool);
    const processes = Array.from({ length: 4 }, () => new PolicySnapshots({ source, startWatch }));
    const answers = await Promise.all(processes.map((each) => each.current()));
    const bodies = answers.map(({ body }) => Buffer.from(body).toString());
    expect(new Set(bodies).size).toBe(1);
    const after = JSON.parse(bodies[0] ?? '') as SnapshotJson;
    expect(limitOf(after)).toBe(1_000_000);
    expect(Number(after.revision)).toBe(Number(before.revision) + 2);
  });

  it('reads all tenants in one transaction: never one change of two', async () => {
    const statuses = async () => {
      const [tenant] = (await snapshot()).body.tenants;
      return `${tenant?.status} ${tenant?.plan_code}`;
    };
    const writing = (async () => {
      for (let round = 0; round < 20; round += 1) {
        const [status, plan] = round % 2 === 0 ? ['suspended', 'free'] : ['active', 'pro'];
        await change(
          `UPDATE tenant SET status = '${status}'; UPDATE tenant SET plan_id = '${plan}'`,
        );
      }
    })();
    const seen = new Set<string>();
    for (let round = 0; round < 15; round += 1) seen.add(await statuses());
    await writing;
    expect([...seen].filter((each) => !['active pro', 'suspended free'].includes(each))).toEqual(
      [],
    );
  });

  it('is a whole snapshot with an ETag when there is no tenant at all', async () => {
    await change(`UPDATE tenant SET status = 'deleted'`);
    const { etag, body } = await snapshot();
    expect(body.tenants).toEqual([]);
    expect(etag).toMatch(/^".+"$/);
    await change(`UPDATE tenant SET status = 'active'`);
  });
});

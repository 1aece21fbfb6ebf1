import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuditChain } from '../../adapters/postgres/audit-chain.ts';
import { randomIds } from '../../adapters/system/random-ids.ts';
import { rolledBack } from '../../testing/rolled-back.ts';
import { noonMs, turnWorld } from '../../testing/turn-world.ts';
import { sealAudit } from './seal-audit.ts';
import { verifyAudit } from './verify-audit.ts';

const scope = { tenantId: 1, projectId: 1 };

type Runs = Pick<Pool, 'query'>;

/** As a command writes one: amounts are decimal strings, and a key order that storage does not keep. */
async function record(on: Runs, reason: string, atMs = noonMs): Promise<string> {
  const id = randomIds.uuid7(atMs);
  await on.query(
    `INSERT INTO audit_entry (tenant_id, project_id, id, recorded_at, actor, role, action, target_type, target_id,
       reason, before, after, request_id)
     VALUES (1, 1, $1, $2, 'person:1', 'admin', 'set-quota-policy', 'quota_policy', 'free/*', $3, NULL,
       '{"tokensPerDay": "9007199254740993", "active": true, "bundleId": "ü", "ratio": 0.1}', 'request')`,
    [id, new Date(atMs), reason],
  );
  return id;
}

async function open() {
  const world = await turnWorld();
  const chain = createAuditChain(world.pool);
  return {
    pool: world.pool,
    chain,
    seal: () => sealAudit(chain),
    verify: () => verifyAudit(chain, scope),
    /** Other databases of the server have transactions too, and the sealer waits for those as well. */
    sealUntil: (sealed: number) =>
      vi.waitFor(async () => {
        await sealAudit(chain);
        expect(await verifyAudit(chain, scope)).toMatchObject({ sealed, unsealed: 0 });
      }, 10_000),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

describe('the audit chain (rules A2 and A3)', () => {
  it('names what was committed, and what waits apart from it', async () => {
    await using opened = await open();
    const { pool, seal, sealUntil, verify } = opened;
    expect(await verify()).toEqual({ sealed: 0, unsealed: 0, brokenAtSeq: null });
    for (const reason of ['one', 'two', 'three']) await record(pool, reason);
    expect(await verify()).toEqual({ sealed: 0, unsealed: 3, brokenAtSeq: null });
    await sealUntil(3);
    await record(pool, 'four');
    expect(await verify()).toEqual({ sealed: 3, unsealed: 1, brokenAtSeq: null });
    await sealUntil(4);
    expect(await seal()).toEqual({ handled: 0, failed: 0, error: null });
    expect(await verify()).toEqual({ sealed: 4, unsealed: 0, brokenAtSeq: null });
  });

  it('waits with an entry until nothing older can still be committed, and loses neither', async () => {
    await using opened = await open();
    const { pool, seal, sealUntil, verify } = opened;
    const slow = await pool.connect();
    await slow.query('BEGIN');
    const early = await record(slow, 'begun first, committed last', noonMs - 60_000);
    const late = await record(pool, 'begun later, committed at once');
    expect((await seal()).handled).toBe(0);
    expect(await verify()).toEqual({ sealed: 0, unsealed: 1, brokenAtSeq: null });
    await slow.query('COMMIT');
    slow.release();
    await sealUntil(2);
    const { rows } = await pool.query('SELECT entry_id FROM audit_seal ORDER BY seq');
    expect(rows.map((row) => row.entry_id)).toEqual([early, late]);
    expect(await verify()).toEqual({ sealed: 2, unsealed: 0, brokenAtSeq: null });
  });

  it('forgets what was rolled back', async () => {
    await using opened = await open();
    const { pool, seal, verify } = opened;
    const client = await pool.connect();
    await client.query('BEGIN');
    await record(client, 'never happened');
    await client.query('ROLLBACK');
    client.release();
    expect((await seal()).handled).toBe(0);
    expect(await verify()).toEqual({ sealed: 0, unsealed: 0, brokenAtSeq: null });
  });

  it('is one chain however many processes seal it, while entries keep coming', async () => {
    await using opened = await open();
    const { pool, seal, sealUntil, verify } = opened;
    for (let round = 0; round < 10; round += 1) {
      const entries = Array.from({ length: 8 }, (_, index) => record(pool, `${round}-${index}`));
      await Promise.all([...entries, seal(), seal(), seal(), seal()]);
    }
    await sealUntil(80);
    expect(await verify()).toEqual({ sealed: 80, unsealed: 0, brokenAtSeq: null });
  });
});

describe('five sealed entries (rules A2 and A3)', () => {
  let opened: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    opened = await open();
    for (let entry = 1; entry <= 5; entry += 1) {
      await record(opened.pool, String(entry), noonMs + entry);
    }
    await opened.sealUntil(5);
  });

  afterAll(() => opened[Symbol.asyncDispose]());

  it.each([
    `UPDATE audit_entry SET reason = 'other'`,
    'UPDATE audit_entry SET reason = reason WHERE false',
    'DELETE FROM audit_entry',
    'TRUNCATE audit_entry',
    'UPDATE audit_seal SET hash = sha256(hash)',
    'DELETE FROM audit_seal',
    'TRUNCATE audit_seal',
    'UPDATE transfer SET amount = amount + 1',
    'DELETE FROM transfer',
    'TRUNCATE transfer CASCADE',
  ])('is append-only for the application itself: %s is refused', async (sql) => {
    const trying = rolledBack(opened.pool, (pool) => pool.query(sql));
    await expect(trying).rejects.toThrow(/is append-only: \w+ is refused/);
  });

  it.each([
    ['a reason that was changed', `UPDATE audit_entry SET reason = 'other' WHERE reason = '3'`, 3n],
    [
      'an amount that was changed',
      `UPDATE audit_entry SET after = jsonb_set(after, '{tokensPerDay}', '"9007199254740992"') WHERE reason = '4'`,
      4n,
    ],
    [
      'an actor that was changed',
      `UPDATE audit_entry SET actor = 'person:2' WHERE reason = '1'`,
      1n,
    ],
    ['an entry that was deleted', `DELETE FROM audit_entry WHERE reason = '2'`, 2n],
    ['a seal that was deleted', 'DELETE FROM audit_seal WHERE seq = 2', 2n],
    ['a hash that was changed', `UPDATE audit_seal SET hash = sha256(hash) WHERE seq = 5`, 5n],
    [
      'two entries that changed places',
      `UPDATE audit_seal s SET entry_id = o.entry_id FROM audit_seal o WHERE (s.seq, o.seq) IN ((2, 3), (3, 2))`,
      2n,
    ],
    [
      'a deleted entry whose followers were numbered anew',
      `DELETE FROM audit_seal WHERE seq = 2; UPDATE audit_seal SET seq = seq - 1 WHERE seq > 2`,
      2n,
    ],
  ])('shows where it breaks: %s', async (_name, sql, brokenAtSeq) => {
    expect((await opened.verify()).brokenAtSeq).toBeNull();
    const verified = await rolledBack(opened.pool, async (pool) => {
      // Unique keys are checked row by row, and nothing may be changed: tampering takes its time.
      await pool.query(
        `DROP INDEX audit_seal_tenant_id_project_id_entry_id_key;
         ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only;
         ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_append_only`,
      );
      await pool.query(sql);
      return verifyAudit(createAuditChain(pool), scope);
    });
    expect(verified.brokenAtSeq).toBe(brokenAtSeq);
  });
});
